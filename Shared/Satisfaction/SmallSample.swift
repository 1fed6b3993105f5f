/// From how many respondents on a survey is shown without a note. No source that could be read sets the number, so it is
/// a setting, and says who set it.
public struct SmallSample: Hashable, Sendable, Codable {
    /// Fewer respondents than this are few.
    public let below: Int
    /// Who says so: a regulation, a decision of the office, or that it is a proposal.
    public let source: String

    /// A setting with its source.
    public init(below: Int, source: String) {
        self.below = below
        self.source = source
    }

    /// What stands until the office decides.
    public static let proposed = SmallSample(below: 30, source: "usulan Layak, belum ditetapkan kantor")

    /// The note beside a result in plain Indonesian; `nil` when there are enough.
    public func note(respondents: Int) -> String? {
        guard respondents < self.below else { return nil }
        return
            "Baru \(respondents) responden (kurang dari \(self.below)): hasil ini belum mewakili semua pengguna layanan."
    }
}
