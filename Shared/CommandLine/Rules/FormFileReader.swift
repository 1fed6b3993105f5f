import ActivityForm
import Contracts
import Standards

/// Reads a form from whichever file a person has at hand.
struct FormFileReader {
    let catalogue: FormCatalogue
    let regions: RegionNames
    let sheet: CodeSheet
    private let importing: FormImport

    /// The questionnaires and regions of this installation.
    ///
    /// - Throws: what is wrong with their files.
    init() throws {
        let catalogue = try FormCatalogue.msKeg()
        let units = try UnitDirectory.load()
        let regions = RegionNames { units.regionName($0) }
        self.catalogue = catalogue
        self.regions = regions
        self.sheet = CodeSheet(catalogue: catalogue, regions: regions)
        self.importing = FormImport(catalogue: catalogue, regions: regions)
    }

    /// The form in a file.
    ///
    /// - Throws: ``RuleFault`` with what is wrong, field by field.
    func read(_ path: String) throws(RuleFault) -> ImportedRecord {
        let bytes = Array(try RuleFile.read(path))
        do {
            return try self.read(bytes)
        } catch {
            throw RuleFault(error)
        }
    }

    /// A form of ours, as messages carry it or as a sheet of codes; `nil` for what must be a record of the national system.
    func ownForm(_ bytes: [UInt8]) throws(Problem) -> FormContent? {
        let members = try ContractJSON.decode(JSONValue.self, from: bytes).object ?? [:]
        let isOwn =
            members["form"].map { $0.object?["answers"] != nil }
            ?? ["answers", "isian"].contains { members[$0] != nil }
        return isOwn ? try self.read(members, of: bytes).content : nil
    }

    private func read(_ bytes: [UInt8]) throws(Problem) -> ImportedRecord {
        try self.read(try ContractJSON.decode(JSONValue.self, from: bytes).object ?? [:], of: bytes)
    }

    private func read(_ members: [String: JSONValue], of bytes: [UInt8]) throws(Problem) -> ImportedRecord {
        guard let form = members["answers"] == nil ? members["form"]?.object : members,
            let id = form["definition"]?.string, let version = form["version"]?.integer,
            let answers = form["answers"]?.object
        else { return try self.importing.read(bytes) }
        // A form as it travels is taken as it is: it is for `lacking` to say what is wrong with it.
        let content = FormContent(definition: id, version: version, answers: answers)
        guard let definition = self.catalogue.definition(of: content) else {
            throw .unreadable("\(id), version \(version): there is no such questionnaire here.")
        }
        let validation = AnswerValidation(definition: definition, regions: self.regions)
        return ImportedRecord(
            content: content, report: ImportReport(taken: [], notTaken: [], lacking: validation.problems(in: content)))
    }

    /// The version in which a form was answered.
    func definition(of content: FormContent) throws(RuleFault) -> FormDefinition {
        guard let definition = self.catalogue.definition(of: content) else {
            throw RuleFault("\(content.definition), version \(content.version): there is no such questionnaire here")
        }
        return definition
    }

    /// A form as messages carry it.
    static func json(of content: FormContent) -> JSONValue {
        .object([
            "definition": .string(content.definition), "version": .integer(content.version),
            "answers": .object(content.answers),
        ])
    }
}
