import Contracts
import Foundation
import NotifyDomain

/// Turns a stored notice into words for a mail or for the inbox.
struct NoticeWords: Sendable {
    let book: TemplateBook
    let ratingLink: RatingLink
    /// `https://layak.example`, without a slash at the end.
    let origin: String

    /// - Parameter recipient: how to address the person; only for mails.
    func render(
        _ notice: StoredNotice, standard: KnownStandard, channel: ServiceStandard.Channel, version: Int,
        recipient: Personal<String>?
    ) throws -> RenderedNotice {
        guard let template = self.book.template(notice.kind, on: channel, version: version) else {
            throw TemplateFault(kind: notice.kind, channel: channel, version: version, reason: .absent)
        }
        var values = notice.facts
        values.texts[.unit] = standard.unitName
        values.texts[.service] = standard.serviceName
        values.texts[.workingDays] = "\(standard.workingDays)"
        values.texts[.caseLink] = "/pengajuan/\(notice.caseID)"
        values.texts[.clockLink] = "/tenggat/\(notice.caseID)"
        values.texts[.standardLink] = "/standar/\(standard.unit)"
        if notice.kind.carriesLetter { values.texts[.ratingLink] = self.ratingLink.path(for: notice.caseID) }
        if let recipient { values.texts[.recipient] = recipient.reveal() }
        // A mail is read elsewhere; a page of ours needs only the path.
        return try template.rendered(with: channel == .portal ? values : values.onOrigin(self.origin))
    }
}
