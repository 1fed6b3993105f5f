import Contracts
import Foundation
import NotifyDomain

/// Puts a one-time link into words. The mail addresses nobody by name: whoever typed the address may have typed any.
struct ProofWords: Sendable {
    let book: TemplateBook
    let link: ProofLink
    /// `https://layak.example`, without a slash at the end.
    let origin: String

    func render(_ mail: StartedProofMail) throws -> RenderedNotice {
        guard let template = self.book.template(mail.kind, on: .email, version: mail.templateVersion) else {
            throw TemplateFault(kind: mail.kind, channel: .email, version: mail.templateVersion, reason: .absent)
        }
        let values = NoticeValues(texts: [
            .proofLink: self.link.path(for: mail.proofID, mail.kind.purpose),
            .validUntil: IndonesianDate.text(mail.expiresAt, in: .wib),
        ])
        return try template.rendered(with: values.onOrigin(self.origin))
    }
}

extension NoticeKind {
    /// The kind of mail for a purpose.
    init(_ purpose: ContactProofRequested.Purpose) {
        self =
            switch purpose {
            case .confirm: .confirmAddress
            case .password: .setPassword
            }
    }

    /// What a link in a mail of this kind is for.
    fileprivate var purpose: ContactProofRequested.Purpose { self == .confirmAddress ? .confirm : .password }
}
