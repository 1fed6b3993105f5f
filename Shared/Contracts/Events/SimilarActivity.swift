/// A recommended activity that comes near to a submission. Recommendations are public, and so is all of this.
public struct SimilarActivity: Hashable, Sendable, Codable {
    /// The case of the recommendation.
    public var id: CaseID
    /// Judul kegiatan.
    public var title: String
    /// Who carries it out.
    public var organiser: String
    /// The recommendation's number: `V-26.6104.002`.
    public var number: String
    /// Why it is near, in Indonesian: `variabel yang sama: …`, `wilayah yang sama: …`.
    public var reasons: [String]
    /// How near, from 0 to 100; the nearest comes first in a list.
    public var score: Int

    /// Takes every part as it is.
    public init(id: CaseID, title: String, organiser: String, number: String, reasons: [String], score: Int) {
        self.id = id
        self.title = title
        self.organiser = organiser
        self.number = number
        self.reasons = reasons
        self.score = score
    }
}
