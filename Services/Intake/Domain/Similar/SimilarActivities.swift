public import Contracts

/// Ranks recommended activities by how near they come to a draft, and says why.
///
/// Step 3 of the headquarters' service standard: who plans an activity looks for those that BPS has recommended already.
/// Pure: candidates are found by the caller; regions are named by `regionName`.
public struct SimilarActivities: Sendable {
    /// An activity that may be near.
    public struct Candidate: Sendable {
        /// Its case.
        public let id: CaseID
        /// What is compared of it.
        public let sketch: ActivitySketch
        /// Who carries it out.
        public let organiser: String
        /// The recommendation's number.
        public let number: String

        /// Takes every part as it is.
        public init(id: CaseID, sketch: ActivitySketch, organiser: String, number: String) {
            self.id = id
            self.sketch = sketch
            self.organiser = organiser
            self.number = number
        }
    }

    /// What each part counts for; chosen on the tuning half of the labelled set.
    public struct Weights: Sendable {
        var title = 0.45
        var variables = 0.35
        var population = 0.20
        /// The part of the score that stands when the regions have nothing in common.
        var elsewhere = 0.25
        /// The part that years may take away.
        var period = 0.15

        /// The weights in use.
        public init() {}
    }

    /// No more are shown: whoever reads them has other work.
    public static let most = 5
    /// Below this nobody is told, from 0 to 100.
    public static let lowestScore = 12

    let weights: Weights
    let regionName: @Sendable (UnitCode) -> String?

    /// - Parameter regionName: the name of a province, regency or city: `Kabupaten Mempawah`.
    public init(weights: Weights = Weights(), regionName: @escaping @Sendable (UnitCode) -> String?) {
        self.weights = weights
        self.regionName = regionName
    }

    /// The nearest first, at most ``most``.
    ///
    /// - Parameter candidates: each activity once.
    public func nearest(to draft: ActivitySketch, among candidates: [Candidate]) -> [SimilarActivity] {
        guard draft.saysSomething else { return [] }
        let matches = WordMatches()
        let read = Reading(draft, self.regionName, in: matches)
        // While a draft does not say its regions, those in the titles are words like others.
        let names = draft.regions == nil ? { _ in nil } : self.regionName
        let scored = candidates.map { candidate in
            let other = Reading(candidate.sketch, names, in: matches)
            return (candidate: candidate, other: other, score: self.score(read, other, in: matches))
        }
        let nearest = scored.filter { $0.score >= Self.lowestScore }.sorted {
            if $0.score != $1.score { return $0.score > $1.score }
            let (one, other) = ($0.candidate, $1.candidate)
            if one.sketch.year != other.sketch.year { return (one.sketch.year ?? 0) > (other.sketch.year ?? 0) }
            return one.id.description < other.id.description
        }
        let reasons = SimilarityReasons(regionName: self.regionName)
        return nearest.prefix(Self.most).map { found in
            SimilarActivity(
                id: found.candidate.id, title: found.candidate.sketch.title, organiser: found.candidate.organiser,
                number: found.candidate.number, reasons: reasons.words(read, found.other, in: matches),
                score: found.score)
        }
    }

    /// What of the nearest fits into a message beside the largest form, from the first on.
    ///
    /// - Parameter largest: bytes of titles, organisers and reasons together.
    public static func fitting(_ nearest: [SimilarActivity], largest: Int = largestList) -> [SimilarActivity] {
        var room = largest
        return nearest.prefix { activity in
            let texts = [activity.title, activity.organiser, activity.number] + activity.reasons
            // Quotation marks and the like take a second byte.
            room -= texts.reduce(0) { $0 + 2 * $1.utf8.count }
            return room >= 0
        }
    }

    /// A message takes 256 KiB, and the largest form 200 KiB of them.
    public static let largestList = 12 * 1024

    /// How near two activities are, from 0 to 100.
    func score(_ draft: Reading, _ other: Reading, in matches: WordMatches) -> Int {
        var topic = 0.0
        var whole = 0.0
        func count(_ weight: Double, _ mine: ActivityWords, _ theirs: ActivityWords) {
            // What the draft does not say yet counts neither for nor against.
            guard !mine.words.isEmpty else { return }
            whole += weight
            topic += weight * mine.shared(with: theirs, in: matches).likeness
        }
        count(self.weights.title, draft.title, other.title)
        count(self.weights.variables, draft.variables, other.variables)
        count(self.weights.population, draft.everything, other.everything)
        guard whole > 0 else { return 0 }
        let region = RegionOverlap(draft.sketch.regions, other.sketch.regions).worth
        let years = draft.sketch.year.flatMap { mine in other.sketch.year.map { abs(mine - $0) } }
        let period = years.map { max(0, 1 - 0.2 * Double($0)) } ?? 1
        let score =
            topic / whole * (self.weights.elsewhere + (1 - self.weights.elsewhere) * region)
            * (1 - self.weights.period + self.weights.period * period)
        return Int((score * 100).rounded())
    }
}

extension SimilarActivities {
    /// An activity with its words read.
    struct Reading {
        let sketch: ActivitySketch
        let title: ActivityWords
        let variables: ActivityWords
        let population: ActivityWords
        let everything: ActivityWords

        init(_ sketch: ActivitySketch, _ regionName: (UnitCode) -> String?, in matches: WordMatches) {
            var places: Set<Int> = []
            for code in (sketch.regions ?? []).prefix(40) {
                places.formUnion(matches.places(of: code, named: regionName))
            }
            let variables = sketch.variables.prefix(ActivitySketch.mostVariables).joined(separator: "; ")
            let pieces = [sketch.title, variables, sketch.population].map(ActivityWords.pieces)
            self.sketch = sketch
            self.title = ActivityWords(pieces[0], without: places, in: matches)
            self.variables = ActivityWords(pieces[1], without: places, in: matches)
            self.population = ActivityWords(pieces[2], without: places, in: matches)
            self.everything = ActivityWords(
                Array(pieces.joined().prefix(ActivityWords.mostPieces)), without: places, in: matches)
        }
    }
}
