import Contracts
import Foundation
import NotifyDomain
import Postgres

/// The versions of templates that have ever been used; a version never changes.
enum TemplateStore {
    /// Keeps what is new.
    ///
    /// - Throws: ``ChangedTemplate`` when a version's words are not those that are kept: give the new words a new version.
    static func keep(_ book: TemplateBook, now: Date, in tx: Transaction) throws {
        for template in book.templates {
            let content = try JSONB.json(template)
            try tx.execute(
                """
                INSERT INTO template_version (kind, channel, version, content, loaded_at)
                VALUES (\(template.kind), \(template.channel), \(template.version), \(content), \(now))
                ON CONFLICT (kind, channel, version) DO NOTHING
                """)
            let isSame = try tx.one(
                """
                SELECT content = \(content) FROM template_version
                 WHERE kind = \(template.kind) AND channel = \(template.channel) AND version = \(template.version)
                """
            ) { try $0.get(0, as: Bool.self) }
            guard isSame else {
                throw ChangedTemplate(kind: template.kind, channel: template.channel, version: template.version)
            }
        }
    }
}

/// The words of a template version differ from those under which notices have been sent.
struct ChangedTemplate: Error, CustomStringConvertible {
    let kind: NoticeKind
    let channel: ServiceStandard.Channel
    let version: Int

    var description: String {
        "template \(self.kind.rawValue)/\(self.channel.rawValue) version \(self.version) was changed; "
            + "a changed text needs a new version"
    }
}
