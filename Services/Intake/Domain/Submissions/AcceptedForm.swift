public import Contracts

/// A form that can be submitted, with what follows from it.
public struct AcceptedForm: Hashable, Sendable {
    /// Without answers to questions that are not asked.
    public let form: EncodedForm
    /// Judul kegiatan.
    public let title: String
    /// Year of the activity.
    public let year: Int
    /// Where data are collected; empty for all Indonesia.
    public let regions: [UnitCode]
    /// The unit in charge.
    public let unit: UnitCode
    /// Units that get a copy of the letter.
    public let copies: [UnitCode]
}
