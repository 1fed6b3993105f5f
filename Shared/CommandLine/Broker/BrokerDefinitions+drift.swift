import Foundation

/// A part of the broker's definitions that is compared by name.
private protocol DefinedPart: Codable, Hashable {
    /// The virtual host that it belongs to.
    var vhost: String { get }
    /// Kind and name, for the operator; no two parts of one virtual host share them.
    var subject: String { get }
}

extension BrokerDefinitions {
    /// Every difference between what is declared here and what a broker has in the same virtual host, in the order of
    /// their sentences; empty when all is well.
    ///
    /// What the broker has besides counts too: a binding that nobody declared can carry contact data to the observer. Other
    /// virtual hosts, and users without rights in this one, are none of Layak's business. Passwords are not compared.
    func drift(in found: BrokerDefinitions) -> [BrokerDrift] {
        self.vhosts.flatMap { vhost -> [BrokerDrift] in
            guard found.vhosts.contains(vhost) else {
                return [BrokerDrift(subject: "virtual host \(vhost.name)", difference: "missing")]
            }
            func compare<Part: DefinedPart>(_ parts: (BrokerDefinitions) -> [Part]) -> [BrokerDrift] {
                Self.differences(
                    declared: parts(self).filter { $0.vhost == vhost.name },
                    found: parts(found).filter { $0.vhost == vhost.name })
            }
            let drifts =
                compare(\.exchanges) + compare(\.queues) + compare(\.bindings) + compare(\.policies)
                + compare(\.permissions) + compare(\.topic_permissions) + compare(\.parameters)
                + self.userDrift(in: found)
            return drifts.sorted { $0.description < $1.description }
        }
    }

    private static func differences<Part: DefinedPart>(declared: [Part], found: [Part]) -> [BrokerDrift] {
        let there = Dictionary(found.map { ($0.subject, $0) }) { first, _ in first }
        let declaredSubjects = Set(declared.map(\.subject))
        return declared.compactMap { part -> BrokerDrift? in
            guard let other = there[part.subject] else {
                return BrokerDrift(subject: part.subject, difference: "missing")
            }
            return other == part
                ? nil
                : BrokerDrift(subject: part.subject, difference: "is \(Self.text(other)), not \(Self.text(part))")
        }
            + found.filter { !declaredSubjects.contains($0.subject) }.map {
                BrokerDrift(subject: $0.subject, difference: "not declared by Layak")
            }
    }

    /// Users belong to the whole broker: one is missing, or has a tag that lets a program manage the broker.
    private func userDrift(in found: BrokerDefinitions) -> [BrokerDrift] {
        self.users.compactMap { user in
            guard let other = found.users.first(where: { $0.name == user.name }) else {
                return BrokerDrift(subject: "user \(user.name)", difference: "missing")
            }
            return other.tags == user.tags
                ? nil
                : BrokerDrift(
                    subject: "user \(user.name)", difference: "is tagged \(other.tags.joined(separator: ", "))")
        }
    }

    /// As in the definitions file, so that the operator can find it there.
    private static func text(_ part: some DefinedPart) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            return String(decoding: try encoder.encode(part), as: UTF8.self)
        } catch {
            // Parts are strings, numbers and flags; if one cannot be written, its Swift form says as much.
            return "\(part)"
        }
    }
}

extension BrokerDefinitions.Exchange: DefinedPart {
    fileprivate var subject: String { "exchange \(self.name)" }
}

extension BrokerDefinitions.Queue: DefinedPart {
    fileprivate var subject: String { "queue \(self.name)" }
}

extension BrokerDefinitions.Binding: DefinedPart {
    fileprivate var subject: String {
        "binding \(self.source) to \(self.destination_type) \(self.destination) by \"\(self.routing_key)\""
    }
}

extension BrokerDefinitions.Policy: DefinedPart {
    fileprivate var subject: String { "policy \(self.name)" }
}

extension BrokerDefinitions.Permission: DefinedPart {
    fileprivate var subject: String { "rights of \(self.user)" }
}

extension BrokerDefinitions.TopicPermission: DefinedPart {
    fileprivate var subject: String { "rights of \(self.user) by topic on \(self.exchange)" }
}

extension BrokerDefinitions.Parameter: DefinedPart {
    fileprivate var subject: String { "\(self.component) \(self.name)" }
}
