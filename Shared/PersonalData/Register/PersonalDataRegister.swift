public import Contracts
import Foundation

/// The record of what is processed of persons (UU 27/2022, Pasal 31 [unverified number]): pages and reports read it.
public struct PersonalDataRegister: Hashable, Sendable {
    /// Counts from 1.
    public let version: Int
    /// What it was made from.
    public let source: String
    /// In the order in which they are shown.
    public let groups: [PersonalGroup]
    /// In the order in which they are shown, group by group.
    public let fields: [PersonalField]
    /// Why data may be processed.
    public let bases: [LegalBasis]
    /// How long data is kept.
    public let retentions: [Retention]
    /// What must be done within hours.
    public let duties: [PrivacyDuty]
    /// What a person may ask for.
    public let rights: [PrivacyRight]
    /// Duties that pull in two directions, and what applies here.
    public let conflicts: [PrivacyConflict]

    /// The register that comes with this module.
    ///
    /// - Throws: ``DataFault``.
    public static func bundled() throws -> PersonalDataRegister {
        let name = "personal-data.json"
        let url = Bundle.module.bundleURL.appending(path: "Data/\(name)")
        return try PersonalDataRegister(json: Array(try Data(contentsOf: url)), file: name)
    }

    /// Reads a whole register.
    ///
    /// - Throws: ``DataFault`` for anything that is missing, doubled, empty or refers to nothing, and for what the law
    ///   forbids: specific data that may not be left out or does not rest on consent. Nothing of the file is used then.
    public init(json: [UInt8], file: String) throws(DataFault) {
        let body = try DataFault.decode(Body.self, json, file: file)
        try RegisterCheck(file: file).check(body)
        self.version = body.version
        self.source = body.source
        self.groups = body.groups
        self.fields = body.fields
        self.bases = body.bases
        self.retentions = body.retentions
        self.duties = body.duties
        self.rights = body.rights
        self.conflicts = body.conflicts
    }

    /// The field with this id.
    public func field(_ id: String) -> PersonalField? { self.fields.first { $0.id == id } }

    /// Fields of a group that are asked for today.
    public func collectedFields(in group: PersonalGroup) -> [PersonalField] {
        self.fields.filter { $0.group == group.id && $0.isCollected }
    }

    /// Why a field may be processed. Every field has one: the register was checked.
    public func basis(of field: PersonalField) -> LegalBasis? { self.bases.first { $0.id == field.basis } }

    /// How long a field is kept. Every field has one: the register was checked.
    public func retention(of field: PersonalField) -> Retention? { self.retentions.first { $0.id == field.retention } }

    /// The duty with this id.
    public func duty(_ id: PrivacyDuty.ID) -> PrivacyDuty? { self.duties.first { $0.id == id } }

    /// What the office still has to decide: lengths that nobody has set, for fields that are asked for.
    public var undecided: [Retention] {
        let used = Set(self.fields.filter(\.isCollected).map(\.retention))
        return self.retentions.filter { $0.isUndecided && used.contains($0.id) }
    }

    struct Body: Decodable {
        var version: Int
        var source: String
        var groups: [PersonalGroup]
        var fields: [PersonalField]
        var bases: [LegalBasis]
        var retentions: [Retention]
        var duties: [PrivacyDuty]
        var rights: [PrivacyRight]
        var conflicts: [PrivacyConflict]
    }
}
