public import Contracts

/// A draft made from a record of the present national system, with an account of how.
public struct ImportedRecord: Hashable, Sendable {
    /// The answers that could be taken over.
    public var content: FormContent
    /// What was taken, what could not be, what is lacking.
    public var report: ImportReport

    /// A draft with its account.
    public init(content: FormContent, report: ImportReport) {
        self.content = content
        self.report = report
    }
}
