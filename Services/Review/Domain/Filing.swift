public import Contracts

/// What the applicant filed in one round. Not a part of ``Case``: it is many times larger than all the rest of a case, and
/// few steps look into it.
public struct Filing: Hashable, Sendable {
    /// The filled form.
    public let form: FormContent
    /// Files; the bytes are with Intake.
    public let attachments: [AttachmentReference]
    /// The recommended activities that came nearest when it was filed; `nil` when nobody had looked.
    public let similar: [SimilarActivity]?

    /// What was filed.
    public init(form: FormContent, attachments: [AttachmentReference], similar: [SimilarActivity]? = nil) {
        self.form = form
        self.attachments = attachments
        self.similar = similar
    }
}
