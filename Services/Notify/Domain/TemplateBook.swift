public import Contracts

/// All templates that a service knows, checked: each can be filled by every notice of its kind.
public struct TemplateBook: Sendable {
    /// In order of kind, channel, version.
    public let templates: [NoticeTemplate]

    /// Checks every template, and that none is absent.
    ///
    /// - Throws: ``TemplateFault`` for the first that cannot be used.
    public init(_ templates: [NoticeTemplate]) throws(TemplateFault) {
        var seen: Set<[String]> = []
        for template in templates {
            func fault(_ reason: TemplateFault.Reason) -> TemplateFault {
                TemplateFault(
                    kind: template.kind, channel: template.channel, version: template.version, reason: reason)
            }
            guard seen.insert([template.kind.rawValue, template.channel.rawValue, "\(template.version)"]).inserted
            else { throw fault(.duplicate) }
            do throws(TemplateFault.Reason) { try template.check() } catch { throw fault(error) }
        }
        for kind in NoticeKind.allCases {
            for channel in kind.channels
            where !templates.contains(where: { $0.kind == kind && $0.channel == channel }) {
                throw TemplateFault(kind: kind, channel: channel, version: 0, reason: .absent)
            }
        }
        self.templates = templates.sorted {
            ($0.kind.rawValue, $0.channel.rawValue, $0.version) < ($1.kind.rawValue, $1.channel.rawValue, $1.version)
        }
    }

    /// The newest version; `nil` for a channel that has no templates.
    public func newest(_ kind: NoticeKind, on channel: ServiceStandard.Channel) -> NoticeTemplate? {
        self.templates.last { $0.kind == kind && $0.channel == channel }
    }

    /// Exactly this version.
    public func template(
        _ kind: NoticeKind, on channel: ServiceStandard.Channel, version: Int
    ) -> NoticeTemplate? {
        self.templates.first { $0.kind == kind && $0.channel == channel && $0.version == version }
    }
}

extension NoticeTemplate {
    /// Holds the words against the declared variables, and these against what the kind provides.
    func check() throws(TemplateFault.Reason) {
        var used = try TemplateText(self.subject).variables
        var texts = used
        for block in self.body {
            switch block {
            case .paragraph(let words, let onlyWith):
                let names = try TemplateText(words).variables
                for name in names where name.isOptional && onlyWith != name { throw .mayBeEmpty(name) }
                texts.formUnion(names)
                used.formUnion(names)
                if let onlyWith { used.insert(onlyWith) }
            case .list(let name):
                guard name.isList else { throw .wrongShape(name) }
                used.insert(name)
            case .link(let name, let label):
                guard name.isLink else { throw .wrongShape(name) }
                let names = try TemplateText(label).variables
                texts.formUnion(names)
                used.formUnion(names.union([name]))
            }
        }
        if let name = texts.first(where: { $0.isList || $0.isLink }) { throw .wrongShape(name) }
        if let name = used.subtracting(self.variables).first { throw .undeclared(name) }
        if let name = self.variables.first(where: { !used.contains($0) }) { throw .unused(name) }
        if let name = self.variables.first(where: { !self.kind.variables.contains($0) }) { throw .notProvided(name) }
    }
}
