//! The one table of codes: text, severity, and in English and French what it means and what to do.

use super::Severity;
use std::fmt;

macro_rules! codes {
    ($($name:ident = $text:literal, $severity:ident, $title:literal, $fr:literal, $help:literal, $help_fr:literal;)*) => {
        /// What a diagnostic is about. The text of a code is stable; programs may branch on it.
        ///
        /// | code | severity | meaning | remedy |
        /// | --- | --- | --- | --- |
        $(#[doc = concat!("| `", $text, "` | ", stringify!($severity), " | ", $title, " | ", $help, " |")])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Code {
            $(#[doc = concat!("`", $text, "`: ", $title, ".")] $name,)*
        }

        impl Code {
            /// Every code, in the order of the table.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The stable text of the code.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text,)* }
            }

            /// How much a diagnostic of this code weighs unless it says otherwise.
            pub const fn severity(self) -> Severity {
                match self { $(Self::$name => Severity::$severity,)* }
            }

            /// What the code means, in English.
            pub const fn title(self) -> &'static str {
                match self { $(Self::$name => $title,)* }
            }

            /// What the code means, in French.
            pub const fn title_fr(self) -> &'static str {
                match self { $(Self::$name => $fr,)* }
            }

            /// What to do about it, where the diagnostic knows nothing better.
            pub const fn help(self) -> &'static str {
                match self { $(Self::$name => $help,)* }
            }

            /// The same in French.
            pub const fn help_fr(self) -> &'static str {
                match self { $(Self::$name => $help_fr,)* }
            }
        }
    };
}

codes! {
    // Leaf values.
    MalformedNumber = "malformed-number", Error, "not a decimal number", "nombre illisible",
        "write digits with a point, such as \"1250.50\"",
        "écrire des chiffres avec un point, comme \"1250.50\"";
    NumberOutOfRange = "number-out-of-range", Error, "a number outside what the type allows", "nombre hors limites",
        "check the unit; see the type's documentation for its limits",
        "vérifier l'unité ; la documentation du type donne ses limites";
    TooManyDecimals = "too-many-decimals", Error, "more decimals than the type keeps", "trop de décimales",
        "round the number before it enters",
        "arrondir le nombre avant de le saisir";
    NegativeNumber = "negative-number", Error, "a number that cannot be negative", "nombre négatif interdit",
        "write zero or more",
        "écrire zéro ou plus";
    MalformedMoney = "malformed-money", Error, "not an amount with its currency", "montant illisible",
        "write the amount and the currency, such as \"1250.50 EUR\"",
        "écrire le montant et la devise, comme \"1250.50 EUR\"";
    MalformedCurrency = "malformed-currency", Error, "not a currency code", "devise illisible",
        "write the three capital letters of ISO 4217, such as EUR",
        "écrire les trois majuscules de la norme ISO 4217, comme EUR";
    MixedCurrencies = "mixed-currencies", Error, "amounts of two currencies meet", "devises mélangées",
        "convert every amount to the document's currency before it enters",
        "convertir d'abord chaque montant dans la devise du document";
    MalformedDate = "malformed-date", Error, "not a calendar date", "date impossible ou illisible",
        "write YYYY-MM-DD, or YYYY-MM where only the month is known",
        "écrire AAAA-MM-JJ, ou AAAA-MM si seul le mois est connu";
    DateOutOfRange = "date-out-of-range", Error, "dates that leave the years documents may speak of",
        "dates hors des années admises", "check the durations and lags; dates lie in the years 1900 to 2200",
        "vérifier les durées et les décalages ; les dates vont de 1900 à 2200";
    MalformedPeriod = "malformed-period", Error, "not a period", "période illisible",
        "write the first day and the day after the last, such as \"2026-01-01/2029-01-01\"",
        "écrire le premier jour et le lendemain du dernier, comme \"2026-01-01/2029-01-01\"";
    EmptyPeriod = "empty-period", Error, "a period that ends before it has begun", "période vide ou inversée",
        "put the end after the start; the end is the first day outside",
        "mettre la fin après le début ; la fin est le premier jour en dehors";
    CadenceMalformed = "cadence-malformed", Error, "a rhythm of meetings that nobody could follow", "cadence impossible",
        "give one of every_weeks, every_months, months and times_per_year, and only the fields that go with it",
        "donner un seul des champs every_weeks, every_months, months et times_per_year, avec ceux qui l'accompagnent";
    // Documents.
    MalformedJson = "malformed-json", Error, "not JSON", "JSON illisible",
        "mend the text at the place named",
        "corriger le texte à l'endroit indiqué";
    WrongFormat = "wrong-format", Error, "not a portefeuille document", "ce n'est pas un document portefeuille",
        "a document is one JSON object whose head is \"portefeuille\": \"1.1\"",
        "un document est un objet JSON dont l'en-tête est \"portefeuille\": \"1.1\"";
    UnsupportedVersion = "unsupported-version", Error, "a document of a version this crate does not read",
        "version de document inconnue", "update the crate, or write the document as version 1",
        "mettre à jour l'outil, ou écrire le document en version 1";
    MalformedField = "malformed-field", Error, "a field of the wrong form", "champ mal formé",
        "see the type's documentation for the form of the field",
        "voir la forme du champ dans la documentation de son type";
    MissingField = "missing-field", Error, "a required field is not there", "champ obligatoire absent",
        "write the field",
        "écrire le champ";
    UnknownField = "unknown-field", Error, "a field this format does not have", "champ inconnu",
        "remove the field, or mend its spelling",
        "retirer le champ, ou en corriger le nom";
    DuplicateField = "duplicate-field", Error, "a field written twice in one record", "champ en double",
        "keep one of the two",
        "n'en garder qu'un";
    UnknownWord = "unknown-word", Error, "a word this format does not have", "mot inconnu du format",
        "use one of the words listed",
        "employer un des mots admis";
    TooManyFaults = "too-many-faults", Error, "reading stopped before the end of the faults",
        "lecture arrêtée avant la fin des erreurs", "mend the faults listed, then read again",
        "corriger les erreurs listées, puis relire le document";
    // Building a model.
    EmptyId = "empty-id", Error, "an id without a character", "identifiant vide",
        "give the record an id",
        "donner un identifiant à l'élément";
    DuplicateId = "duplicate-id", Error, "two records of one kind share an id", "identifiant en double",
        "give each record of a kind its own id",
        "donner à chaque élément d'une même liste son propre identifiant";
    UnknownReference = "unknown-reference", Error, "a reference to a record that is not there", "référence inconnue",
        "write the record it names, or mend the spelling",
        "écrire l'élément désigné, ou corriger son identifiant";
    DuplicateReference = "duplicate-reference", Error, "the same thing is named twice in one list", "référence répétée",
        "name each thing once",
        "ne nommer chaque chose qu'une fois";
    SelfReference = "self-reference", Error, "a record that points at itself", "un élément renvoie à lui-même",
        "name two different records",
        "nommer deux éléments différents";
    NoVariant = "no-variant", Error, "a project without a variant", "projet sans variante",
        "give it at least one variant, even without costs",
        "lui donner au moins une variante, même sans coût";
    ZeroDuration = "zero-duration", Error, "a duration of nothing", "durée nulle",
        "write at least one month",
        "écrire au moins un mois";
    PeriodOffGrid = "period-off-grid", Error, "a horizon that does not hold whole periods",
        "horizon sans périodes entières", "start and end on the first day of a period of the chosen step",
        "commencer et finir au premier jour d'une période du pas choisi";
    CapacityOverlap = "capacity-overlap", Error, "two capacities of one pool cover the same day",
        "capacités qui se recouvrent", "end one span where the next begins",
        "finir une plage où commence la suivante";
    DuplicateYear = "duplicate-year", Error, "two amounts for one year and section", "exercice en double",
        "add them up, or split the envelope",
        "additionner les deux montants, ou partager l'enveloppe";
    WindowReversed = "window-reversed", Error, "a latest start before the earliest", "fenêtre de départ inversée",
        "put the latest start on or after the earliest",
        "mettre le départ au plus tard le jour du départ au plus tôt ou après lui";
    ChargeShareNotOne = "charge-share-not-one", Warning, "charge shares that do not add up to 1",
        "parts de charge dont la somme n'est pas 1",
        "let the shares of a project over its roadmaps add up to 1",
        "répartir le projet entre ses feuilles de route jusqu'à un total de 1";
    CostBeforeStart = "cost-before-start", Error, "a cost in a year before the project's start",
        "coût avant le démarrage", "move the cost or the planned start",
        "déplacer le coût ou le démarrage prévu";
    WorkloadOutside = "workload-outside-variant", Error, "work outside the months of its variant",
        "charge hors de la durée de la variante", "let the work begin and end within the months of the variant",
        "faire tenir la charge dans les mois de la variante";
    CircularReference = "circular-reference", Error, "records that lead back to themselves", "références circulaires",
        "remove one of the references named",
        "retirer un des renvois cités";
    CreditsDoNotAddUp = "credits-do-not-add-up", Error, "payment credits that do not add up to the authority",
        "crédits de paiement dont la somme n'est pas l'autorisation",
        "spread the whole authority over the years, closed years as they were ordered",
        "répartir toute l'autorisation sur les exercices, les exercices clos tels qu'ils ont été mandatés";
    VotesDoNotAddUp = "votes-do-not-add-up", Warning, "votes that do not add up to what the envelope opens",
        "votes dont la somme n'est pas le crédit ouvert", "write the vote that is missing, or correct the amount",
        "écrire le vote qui manque, ou corriger le montant";
    AuthorityNotAsVoted = "authority-not-as-voted", Warning, "an authority that its acts do not lead to",
        "autorisation différente de celle que les votes donnent", "write the act that is missing, or correct the authority",
        "écrire l'acte qui manque, ou corriger l'autorisation";
    VoteBeforeDeliberation = "vote-before-deliberation", Warning,
        "the budget of a roadmap was voted before the roadmap was founded", "budget voté avant la délibération fondatrice",
        "check both dates; a dedicated budget is voted with the roadmap or after it",
        "vérifier les deux dates ; un budget dédié se vote avec la feuille de route ou après elle";
    HistoryOutOfOrder = "history-out-of-order", Warning, "dated events that are not in the order of their dates",
        "historique désordonné", "put the events in the order of their dates",
        "ranger les événements dans l'ordre de leurs dates";
    StateNotAsHistory = "state-not-as-history", Warning, "a state that is not the last of its history",
        "état différent du dernier de l'historique", "write the transition that is missing, or correct the state",
        "écrire le changement d'état qui manque, ou corriger l'état";
    AssignmentsOverlap = "assignments-overlap", Warning, "a role for one that is held twice on a day",
        "rôle tenu deux fois le même jour", "end one assignment before the other begins",
        "finir une affectation avant le début de l'autre";
    AssignmentGap = "assignment-gap", Information, "a role that nobody held between two holders",
        "rôle vacant entre deux titulaires", "write who held it, or leave it as it was",
        "écrire qui tenait le rôle, ou le laisser vacant";
    MandatesOverlap = "mandates-overlap", Warning, "two mandates of one assembly on a day",
        "mandats qui se recouvrent", "end one mandate before the other begins",
        "finir un mandat avant le début de l'autre";
    MeetingOutsideRoadmap = "meeting-outside-roadmap", Warning, "a meeting on a roadmap outside its time",
        "réunion hors de la feuille de route", "check the date; a roadmap is reviewed from its deliberation to its review",
        "vérifier la date ; une feuille de route est suivie de sa délibération à son bilan";
    AllocationOutsideMeans = "allocation-outside-means", Warning, "means allocated that the roadmap does not have",
        "moyens affectés hors de la feuille de route", "list the pool or envelope among those of the roadmap",
        "inscrire le pool ou l'enveloppe parmi ceux de la feuille de route";
    WaiverWithoutEffect = "waiver-without-effect", Warning, "a waiver that waives nothing",
        "dérogation sans effet", "name the code of a gate as a refused transition gives it, and write the reason",
        "nommer le code d'une condition tel qu'un refus le donne, et écrire le motif";
    QuotaReversed = "quota-reversed", Error, "a quota whose minimum exceeds its maximum", "quota inversé",
        "put the maximum at or above the minimum",
        "mettre le maximum au niveau du minimum ou au-dessus";
    TooFewProjects = "too-few-projects", Error, "a link among fewer than two projects",
        "lien entre moins de deux projets", "name at least two projects, or remove the link",
        "nommer au moins deux projets, ou retirer le lien";
    UnknownLevel = "unknown-level", Error, "a level the indicator does not have", "niveau inconnu de l'indicateur",
        "use one of the indicator's levels, or add it to them",
        "employer un des niveaux de l'indicateur, ou l'y ajouter";
    ObservationKind = "observation-kind", Error, "a number where levels are observed, or the reverse",
        "nombre au lieu d'un niveau, ou l'inverse", "write {\"number\": …} or {\"level\": …} as the indicator is defined",
        "écrire {\"number\": …} ou {\"level\": …} selon la définition de l'indicateur";
    WeightsAllZero = "weights-all-zero", Error, "weights that add up to nothing", "poids tous nuls",
        "give at least one of them a weight above zero",
        "donner un poids supérieur à zéro à l'un d'eux au moins";
    JudgementNotPositive = "judgement-not-positive", Error, "a judgement that is not above zero",
        "jugement nul ou négatif", "write how many times as much it matters, such as \"3\" or \"0.333\"",
        "écrire combien de fois plus il compte, comme \"3\" ou \"0.333\"";
    JudgementsNotReciprocal = "judgements-not-reciprocal", Error, "two judgements of one pair that contradict each other",
        "jugements non réciproques", "keep one of the two; the other is its reciprocal",
        "n'en garder qu'un ; l'autre est son inverse";
    JudgementsApart = "judgements-apart", Error, "judgements that leave items apart", "comparaisons qui ne relient pas tout",
        "compare the item named with one of the others",
        "comparer l'élément cité à l'un des autres";
    ScoringMalformed = "scoring-malformed", Error, "a scoring model that cannot score", "modèle de notation inapplicable",
        "see the message",
        "corriger le modèle comme le message l'indique";
    SingleCriterion = "single-criterion", Warning, "a scoring model of one criterion", "modèle de notation à un seul critère",
        "add the other criteria, or read worth from the one directly",
        "ajouter les autres critères, ou lire la valeur directement du seul critère";
    ScoreNotAdditive = "score-not-additive", Warning, "worth added up from scores that only rank",
        "valeur additionnée à partir de notes qui ne font que classer",
        "use a weighted sum for selection, or read the total with care",
        "arbitrer sur une somme pondérée, ou lire le total avec prudence";
    PositiveCycle = "positive-cycle", Error, "a cycle of timing links that no dates satisfy",
        "cycle de dépendances impossible", "remove one link of the cycle named, or shorten its lags",
        "retirer un lien du cycle cité, ou en raccourcir les délais";
    Contradiction = "contradiction", Error, "links and forced choices that contradict each other",
        "contradiction entre liens et choix imposés", "drop one member of the chain named",
        "renoncer à un des éléments de la chaîne citée";
    ContradictionOfFacts = "contradiction-of-facts", Warning, "recorded states that contradict the links",
        "les états constatés contredisent les liens", "correct a state or a link; selection answers infeasible until then",
        "corriger un état ou un lien ; d'ici là, l'arbitrage répond qu'aucun plan n'existe";
    MissingStart = "missing-start", Warning, "running work without a start", "projet en cours sans date de démarrage",
        "write the date it started; until then it counts from the roadmap's first period",
        "écrire la date de démarrage ; d'ici là, il compte dès la première période de la feuille de route";
    // Changes of state.
    TransitionNotAllowed = "transition-not-allowed", Error, "a change of state that there is not",
        "changement d'état impossible", "go through the states between",
        "passer par les états intermédiaires";
    TransitionOutOfOrder = "transition-out-of-order", Error, "a change of state dated before the last one",
        "changement d'état antérieur au précédent", "date it on or after the last change of state",
        "le dater du jour du dernier changement d'état ou après lui";
    // Gates of changes of state, and findings of the health check.
    RunningWithoutManager = "running-without-manager", Warning, "work under way without a manager",
        "projet en cours sans chef de projet", "assign a project manager who is in office on that day",
        "désigner un chef de projet, ou suspendre le projet";
    NoFoundingDeliberation = "no-founding-deliberation", Warning, "a roadmap that no assembly has founded",
        "feuille de route sans délibération fondatrice", "write the date of the deliberation that founds it",
        "noter la date de la délibération qui la fonde, ou la faire délibérer";
    RoadmapPeriodOver = "roadmap-period-over", Warning, "a roadmap whose period is over",
        "feuille de route dont la période est échue", "give it a period that ends after that day",
        "tenir le bilan et la clore, ou en prolonger la période";
    BudgetNotVoted = "budget-not-voted", Warning, "a roadmap without a voted budget",
        "feuille de route sans budget voté", "write the day its envelope was voted",
        "faire voter le budget par l'assemblée, et noter la date du vote";
    BudgetNotDedicated = "budget-not-dedicated", Warning, "a roadmap's budget that serves others too",
        "budget de la feuille de route partagé avec d'autres", "give the roadmap an envelope of its own",
        "donner à la feuille de route une enveloppe qui ne soit qu'à elle";
    BudgetHeldByIt = "budget-held-by-it", Warning, "a roadmap's budget held by the IT unit",
        "budget de la feuille de route tenu par la DSI", "let another unit hold the envelope: the owner manages it",
        "confier l'enveloppe à une direction autre que celle des systèmes d'information";
    NoPoliticalSponsor = "no-political-sponsor", Warning, "a roadmap without a political sponsor",
        "feuille de route sans élu référent", "assign an elected member who is in office on that day",
        "désigner un élu qui la porte";
    NoManagerialSponsor = "no-managerial-sponsor", Warning, "a roadmap without a managerial sponsor",
        "feuille de route sans référent à la direction générale",
        "assign a member of the general management who is in office on that day",
        "désigner un directeur général ou adjoint qui la porte";
    NoRoadmapOwner = "no-roadmap-owner", Warning, "a roadmap without an owner", "feuille de route sans responsable",
        "assign an owner who is in office on that day and is not the CIO",
        "désigner un responsable en fonction, qui ne soit pas le directeur des systèmes d'information";
    OwnerIsCio = "owner-is-cio", Warning, "a roadmap owned by the CIO", "feuille de route dont le responsable est le DSI",
        "name an owner outside the IT unit: the role is transverse",
        "désigner un responsable qui ne soit pas le directeur des systèmes d'information";
    PortfolioWithoutPmo = "portfolio-without-pmo", Warning, "a portfolio without a PMO",
        "portefeuille sans bureau des projets", "assign a PMO to the portfolio who is in office on that day",
        "désigner un bureau des projets pour le portefeuille";
    ClosingReviewNotBooked = "closing-review-not-booked", Warning, "a roadmap without a dated closing review",
        "feuille de route sans bilan programmé", "book the closing review",
        "programmer le bilan qui mesurera ce qui était attendu au lancement";
    ImpactNotFrozen = "impact-not-frozen", Warning, "an expected impact without baseline or target",
        "impact attendu sans valeur initiale ou sans cible",
        "write where each indicator stands at launch, and where it should get",
        "noter pour chaque indicateur sa valeur au lancement et sa cible";
    ClosingReviewNotHeld = "closing-review-not-held", Warning, "a roadmap closed before its review",
        "feuille de route close avant son bilan", "hold the closing review first",
        "tenir le bilan, et en noter la date";
    ImpactNotMeasured = "impact-not-measured", Warning, "an expected impact that was not measured",
        "impact attendu jamais mesuré", "measure the indicator for the closing review",
        "mesurer les indicateurs pour le bilan";
    // Findings of health and of imports.
    MissingValue = "missing-value", Warning, "text where a value is expected: counted as missing",
        "valeur illisible, comptée comme manquante", "correct the cell, or list its text among the profile's blanks",
        "corriger la cellule, ou inscrire son texte parmi les valeurs vides du profil";
    RowReported = "row-reported", Warning, "a row that became no project", "ligne qui n'est pas devenue un projet",
        "mend the row, or change the profile",
        "corriger la ligne, ou changer le profil";
    UnmappedValue = "unmapped-value", Warning, "a text the profile does not map", "texte sans correspondance dans le profil",
        "add it to the profile's map",
        "l'ajouter aux correspondances du profil";
    UndecodableText = "undecodable-text", Warning, "bytes that are no text in the encoding named",
        "octets illisibles dans l'encodage indiqué", "name the encoding of the file in the profile",
        "indiquer dans le profil l'encodage du fichier";
    MalformedCsv = "malformed-csv", Error, "not a table", "tableau illisible",
        "check the separator, the quotes and the encoding in the profile",
        "vérifier le séparateur, les guillemets et l'encodage dans le profil";
    UnknownColumn = "unknown-column", Error, "a profile names a column the table does not have", "colonne introuvable",
        "mend the name of the column in the profile",
        "corriger le nom de la colonne dans le profil";
    AlignmentMissing = "alignment-missing", Warning, "a candidate nobody has scored", "candidat sans note d'alignement",
        "score it against the objectives; until then its worth is 0",
        "le noter au regard des objectifs ; d'ici là, sa valeur est nulle";
    NothingToSelect = "nothing-to-select", Information, "no candidate is open to choice", "aucun candidat à arbitrer",
        "check the states of the projects and the roadmap's period",
        "vérifier les états des projets et la période de la feuille de route";
    WindowPassed = "window-passed", Warning, "a candidate whose window has passed", "fenêtre de départ dépassée",
        "give it a later latest start, or reject it",
        "lui donner un départ au plus tard ultérieur, ou le rejeter";
    CommittedExceedsMeans = "committed-exceeds-means", Warning, "work that has begun exceeds the means",
        "les projets engagés dépassent les moyens", "find the means, or slow the work; new projects get none of them",
        "trouver les moyens, ou ralentir les projets engagés ; aucun nouveau projet n'en obtient";
    // Findings of health: people and roles.
    ApprovedWithoutManager = "approved-without-manager", Warning, "work about to start that nobody manages",
        "projet sur le point de démarrer sans chef de projet", "name a project manager before the start",
        "désigner un chef de projet avant le démarrage";
    ManagerOverloaded = "manager-overloaded", Warning, "a person who manages too many running projects",
        "chef de projet surchargé", "hand projects over, or put some on hold",
        "confier des projets à d'autres, ou en suspendre";
    SinglePersonSkill = "single-person-skill", Warning, "a skill that rests on one person", "compétence portée par une seule personne",
        "train or hire a second person, or buy the skill",
        "former ou recruter une deuxième personne, ou acheter la compétence";
    // Findings of health: budgets.
    BudgetManagerNotOwner = "budget-manager-not-owner", Warning, "a roadmap's budget that its owner does not manage",
        "budget géré par un autre que le responsable", "let the owner of the roadmap manage its budget",
        "confier la gestion du budget au responsable de la feuille de route";
    Oversubscription = "oversubscription", Information, "more is asked for than there is", "demande supérieure aux moyens",
        "arbitrate: select within the means, or find more",
        "arbitrer dans les moyens, ou en trouver d'autres";
    ThemeMeansGap = "theme-means-gap", Warning, "a theme whose share of the money is not its weight",
        "écart entre le poids d'une thématique et sa part du budget", "shift money between themes, or revise the weight",
        "rééquilibrer les montants entre thématiques, ou revoir le poids";
    // Findings of health: spending.
    CommitmentOffPlan = "commitment-off-plan", Warning, "commitments far from the plan of the year", "engagements éloignés du prévisionnel",
        "hasten the orders or the contracts, or plan the year anew",
        "accélérer les engagements, ou revoir le prévisionnel de l'année";
    PaymentOffPlan = "payment-off-plan", Warning, "payment orders far from the plan of the year", "mandatements éloignés du prévisionnel",
        "find what holds the invoices up, or give the credits back in time",
        "trouver ce qui retient les factures, ou rendre les crédits à temps";
    LandingOverApproved = "landing-over-approved", Warning, "work expected to cost more than was approved",
        "atterrissage supérieur au coût approuvé", "cut the scope, or have the cost approved anew",
        "réduire le périmètre, ou faire approuver le nouveau coût";
    RunCostUnfunded = "run-cost-unfunded", Warning, "a cost after delivery that no credits pay", "coût de fonctionnement non financé",
        "enter it in the operating budget of the years named, or lower it",
        "inscrire le coût au budget de fonctionnement des années concernées, ou le réduire";
    SubsidyUnsecured = "subsidy-unsecured", Warning, "begun work that counts on grants nobody has promised", "subvention non acquise",
        "have the grant notified, or find the money elsewhere",
        "faire notifier la subvention, ou trouver un autre financement";
    ApCpRespreadDue = "ap-cp-respread-due", Warning, "payment credits of a closed year that are not spread anew",
        "crédits de paiement à re-répartir", "have the assembly spread, carry over or give up what the year left",
        "faire voter le lissage, le report ou la réduction des crédits de paiement";
    LedgerOrder = "ledger-order", Warning, "a line of spending whose stages are out of order", "étapes de la dépense dans le désordre",
        "have the finance unit correct the line, or flag why it is free of the earlier stage",
        "faire corriger la ligne par les finances, ou indiquer pourquoi l'étape précédente n'est pas requise";
    OverAuthorized = "over-authorized", Warning, "more committed than a multi-year authority allows", "engagements supérieurs à l'autorisation",
        "have the authority revised, or cancel commitments",
        "faire réviser l'autorisation, ou annuler des engagements";
    OverCredits = "over-credits", Warning, "more taken than the credits that are open", "dépassement des crédits ouverts",
        "open credits by an amending vote or a transfer, or cancel what exceeds them",
        "ouvrir des crédits par décision modificative ou virement, ou annuler ce qui les dépasse";
    // Findings of health: governance and communication.
    GovernanceLevelMissing = "governance-level-missing", Warning, "a roadmap that no body steers often enough at some level",
        "niveau de gouvernance manquant", "create the body, or let it meet more often",
        "créer l'instance, ou la réunir plus souvent";
    NoMeetingDated = "no-meeting-dated", Warning, "a body without a meeting to come", "instance sans réunion prévue",
        "date its next meeting, or give it a rhythm",
        "fixer la date de la prochaine réunion, ou une périodicité";
    BodiesOverlap = "bodies-overlap", Warning, "two bodies of nearly the same people at nearly the same time", "instances redondantes",
        "merge the two, or hold them one after the other on one day",
        "fusionner les deux instances, ou les tenir à la suite le même jour";
    AudienceNotWider = "audience-not-wider", Warning, "a roadmap's body that brings no more audiences together than the portfolio's",
        "gouvernance pas plus ouverte que celle du portefeuille", "invite users, staff or elected members to the roadmap's body",
        "associer des usagers, des agents ou des élus à l'instance de la feuille de route";
    DecisionOverdue = "decision-overdue", Warning, "an action of a decision whose day has passed", "suite de décision en retard",
        "do it, date it anew, or have the body drop it",
        "la faire, lui donner une nouvelle échéance, ou la faire abandonner par l'instance";
    CommunicationAimMissing = "communication-aim-missing", Warning, "an audience that is not spoken to for every aim",
        "objectif de communication non couvert pour un public", "plan communication for the aims named",
        "prévoir des actions de communication pour ces objectifs";
    CommunicationMissing = "communication-missing", Warning, "work that changes people's work and that nobody is told of",
        "conduite du changement sans communication", "tell the people whose work changes",
        "informer les personnes dont le travail change";
    PromotionBeforeElection = "promotion-before-election", Warning, "promotion of achievements in the months before an election",
        "promotion en période préélectorale", "move it out of these months, or keep to plain information",
        "la déplacer hors de cette période, ou s'en tenir à l'information";
    // Findings of health: roadmaps.
    RoadmapDuration = "roadmap-duration", Warning, "a roadmap too short or too long", "durée de feuille de route inhabituelle",
        "bring it to about three years, or let it end with the mandate",
        "la ramener à trois ans environ, ou la faire finir avec le mandat";
    RoadmapOutlivesMandate = "roadmap-outlives-mandate", Warning, "a roadmap that goes on after the mandate",
        "feuille de route plus longue que le mandat", "end it with the mandate, or plan its confirmation by the next assembly",
        "la faire finir avec le mandat, ou prévoir sa confirmation par l'assemblée suivante";
    RoadmapsOverlap = "roadmaps-overlap", Warning, "two roadmaps of one kind at the same time",
        "feuilles de route simultanées", "close the first before the second starts, or merge them",
        "clore la première avant de lancer la seconde, ou les fusionner";
    ProjectOutlivesRoadmap = "project-outlives-roadmap", Warning, "work planned beyond the end of its roadmap",
        "projet qui dépasse la fin de la feuille de route", "bring its end forward, cut it in stages, or hand the rest to what follows",
        "avancer sa fin, le découper en tranches, ou confier le reste à la suite";
    ScopeDrift = "scope-drift", Warning, "more launches after the start than the change policy allows",
        "dérive du périmètre", "keep new launches for the next roadmap, or have the change policy revised",
        "garder les nouveaux lancements pour la suite, ou faire réviser la règle de lancement à la marge";
    // Findings of health: strategy.
    ObjectiveNotMeasured = "objective-not-measured", Warning, "an objective without an indicator that has baseline and target",
        "objectif sans mesure", "give it an indicator, where it stands and where it should get",
        "lui donner un indicateur, sa valeur initiale et sa cible";
    ObjectiveNotShared = "objective-not-shared", Warning, "an objective that too few groups share", "objectif peu partagé",
        "name the directions that answer for it together",
        "nommer les directions qui en répondent ensemble";
    ThemeWithoutObjective = "theme-without-objective", Warning, "a theme without an objective", "thématique sans objectif",
        "write what the theme is to reach",
        "écrire ce que la thématique doit atteindre";
    ThemeWithoutProject = "theme-without-project", Warning, "a theme without a project", "thématique sans projet",
        "find projects for the theme, or drop it",
        "trouver des projets pour la thématique, ou la retirer";
    ThemeWithoutPublic = "theme-without-public", Warning, "a theme that says nothing to the public",
        "thématique sans phrase pour le public", "write one sentence that citizens and staff understand",
        "écrire une phrase que les usagers et les agents comprennent";
    PolicyAreaUncovered = "policy-area-uncovered", Information, "a policy area that no objective serves",
        "compétence non couverte", "add an objective for it, or say why the roadmap leaves it out",
        "ajouter un objectif pour elle, ou dire pourquoi la feuille de route la laisse de côté";
    AllIt = "all-it", Warning, "a digital roadmap of IT projects only", "feuille de route purement informatique",
        "add what makes the tools useful: training, simplification, reception",
        "y ajouter ce qui rend les outils utiles : formation, simplification, accueil";
    ProjectUnaligned = "project-unaligned", Warning, "work scored zero against every objective", "projet non aligné",
        "say which objective it serves, or drop it",
        "dire quel objectif il sert, ou y renoncer";
    ObjectiveUnserved = "objective-unserved", Warning, "an objective that no project serves", "objectif non servi",
        "find a project that serves it, or drop it",
        "trouver un projet qui le serve, ou y renoncer";
    BenefitMissing = "benefit-missing", Warning, "work without a benefit for one of the three winners",
        "bénéfice manquant pour un des trois gagnants", "write what users, staff and the authority gain",
        "écrire ce qu'y gagnent les usagers, les agents et la collectivité";
    BenefitNetNegative = "benefit-net-negative", Warning, "work at the expense of one of the three winners",
        "bénéfice net négatif pour un des trois gagnants", "change the project until each of the three wins",
        "revoir le projet jusqu'à ce que chacun des trois y gagne";
    // Findings of health: capacity.
    PoolOverCapacity = "pool-over-capacity", Warning, "decided work takes more days than a pool has", "pool en surcharge",
        "move work, buy days, or reserve less for other work",
        "décaler des projets, acheter des jours, ou réduire la part réservée à d'autres travaux";
    PoolExclusive = "pool-exclusive", Warning, "a pool kept for one roadmap alone", "pool exclusif",
        "put the people back into the common pool",
        "remettre ces personnes dans le pool commun";
    // Findings of health: services.
    ServiceWithoutOwner = "service-without-owner", Warning, "a service that nobody owns", "service sans propriétaire",
        "name the unit or the person who answers for it",
        "nommer la direction ou la personne qui en répond";
    ServiceNotInterfaced = "service-not-interfaced", Warning, "a service that exchanges nothing with the information system",
        "service non interfacé", "integrate it, or interface its platform",
        "l'intégrer, ou interfacer sa plateforme";
    ServiceShadow = "service-shadow", Warning, "a service outside every rule", "informatique grise",
        "bring it under the rules of the information system, or retire it",
        "le ramener sous les règles du système d'information, ou le retirer";
    // Findings of health: progress.
    DependsOnUncommitted = "depends-on-uncommitted", Warning, "decided work that needs work nobody has decided",
        "projet décidé qui dépend d'un projet non décidé", "decide the prerequisite, or cut the dependency",
        "décider le prérequis, ou lever la dépendance";
    SuccessorStartsTooEarly = "successor-starts-too-early", Warning, "work that starts before its predecessors allow",
        "démarrage avant ce que permettent les prédécesseurs", "move its start, or bring the predecessor forward",
        "décaler son démarrage, ou avancer le prédécesseur";
    MilestoneOverdue = "milestone-overdue", Warning, "a milestone that is past and not reached", "jalon en retard",
        "write when it was reached, or plan it anew",
        "noter la date à laquelle il a été atteint, ou le replanifier";
    SlipFromBaseline = "slip-from-baseline", Warning, "work later than the plan that was approved", "glissement par rapport à la référence",
        "catch up, or have a new baseline approved",
        "rattraper le retard, ou faire approuver une nouvelle référence";
    PurchaseLeadTooShort = "purchase-lead-too-short", Warning, "a start before the purchase can be awarded", "délai d'achat trop court",
        "start the purchase now, move the start, or buy by a quicker route",
        "lancer la passation dès maintenant, décaler le démarrage, ou choisir une voie d'achat plus courte";
    StatusStale = "status-stale", Warning, "running work whose record is old", "fiche de projet non mise à jour",
        "bring the record up to date",
        "mettre la fiche du projet à jour";
    ApprovedNotStarted = "approved-not-started", Warning, "work approved long ago and not started", "projet approuvé non démarré",
        "start it, plan its start, or give it up",
        "le démarrer, planifier son démarrage, ou y renoncer";
    OnHoldTooLong = "on-hold-too-long", Warning, "work on hold for long", "projet suspendu depuis longtemps",
        "resume it or cancel it",
        "le reprendre ou l'abandonner";
    DeliveredWithoutReview = "delivered-without-review", Warning, "delivered work that no body has reviewed", "projet livré sans bilan",
        "have a body review what was delivered, and record its decision",
        "faire examiner ce qui a été livré par une instance, et consigner sa décision";
    ComplianceMissing = "compliance-missing", Warning, "delivered work with a rule still open", "conformité manquante après livraison",
        "meet the rule, or record why it does not apply",
        "satisfaire la règle, ou noter pourquoi elle est sans objet";
    // Comparing documents.
    DiffMismatch = "diff-mismatch", Error, "changes of another document than the one they are applied to",
        "écarts appliqués à un autre document", "apply the changes to the document they were found from",
        "appliquer les écarts au document dont ils sont issus";
    // Scopes and compilation.
    UnknownScope = "unknown-scope", Error, "no roadmap or portfolio of that id", "feuille de route ou portefeuille inconnu",
        "use an id of the document",
        "employer un identifiant du document";
    UnknownProject = "unknown-project", Error, "no project of that id", "projet inconnu", "use an id of the document",
        "employer un identifiant du document";
    UnknownScenario = "unknown-scenario", Error, "no scenario of that id", "scénario inconnu",
        "use an id of the document",
        "employer un identifiant du document";
    ScoreMissing = "score-missing", Warning, "a candidate without a score", "candidat sans note",
        "score it against the criteria named, or say in the scoring model what counts where a value is missing",
        "le noter sur les critères cités, ou dire dans le modèle ce qui compte quand une valeur manque";
    JudgementsInconsistent = "judgements-inconsistent", Warning, "judgements that contradict each other too much",
        "jugements trop incohérents", "look again at the judgements named",
        "revoir les jugements cités";
    NotSupportedYet = "not-supported-yet", Error, "a rule this version cannot select under",
        "règle que cette version ne sait pas encore arbitrer", "leave the rule out, or wait for the version that has it",
        "retirer la règle, ou attendre la version qui la connaît";
    ScaleOverflow = "scale-overflow", Error, "amounts beyond the integer scale", "montants hors de l'échelle entière",
        "use a coarser unit or fewer decimals",
        "employer une unité plus grande ou moins de décimales";
    // Selection problems.
    ProblemMalformed = "problem-malformed", Error, "a selection problem that breaks its own rules",
        "problème d'arbitrage mal formé", "see the message",
        "voir le détail";
    ProblemOverflow = "problem-overflow", Error, "sums beyond the exact range", "sommes hors de la plage exacte",
        "scale the amounts down",
        "réduire l'échelle des montants";
    CertificateRejected = "certificate-rejected", Error, "a certificate that proves nothing", "certificat rejeté",
        "ask for a new certificate",
        "demander un nouveau certificat";
    SolverUnsupported = "solver-unsupported", Error, "a problem the algorithm does not take", "algorithme inadapté",
        "use another algorithm, such as auto",
        "employer un autre algorithme, comme auto";
    SolverFailed = "solver-failed", Error, "an algorithm that failed", "échec de l'algorithme",
        "report it with the instance and the seed",
        "le signaler avec l'instance et la graine";
    // Files, for programs that read and write them.
    FileFailed = "file-failed", Error, "a file that cannot be read or written", "fichier illisible ou non inscriptible",
        "check the path and its permissions, and the room left",
        "vérifier le chemin, les droits et la place disponible";
    // Instance files.
    MalformedInstance = "malformed-instance", Error, "an instance file that is not of its format",
        "fichier d'instance mal formé", "see the description of the format",
        "voir la description du format";
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
