public import Contracts
import Foundation

/// All versions of one questionnaire, beside each other.
///
/// Answers are read, shown and checked by the version in which they were given (``definition(of:)``): a new version
/// changes nothing about a form that exists. A new form begins in the ``newest`` version.
public struct FormCatalogue: Hashable, Sendable {
    /// The questionnaire of Peraturan BPS 5/2020.
    public static let msKegID = "ms-keg"

    /// From version 1 without gaps; never empty.
    public let definitions: [FormDefinition]

    /// Puts versions beside each other.
    ///
    /// - Throws: ``DataFault`` when they are not the versions 1, 2, 3 … of one questionnaire: a gap would leave
    ///   old answers without anything to read them by.
    public init(_ definitions: [FormDefinition]) throws(DataFault) {
        let sorted = definitions.sorted { $0.version < $1.version }
        guard let first = sorted.first else {
            throw DataFault(file: "", field: "", reason: "a catalogue has at least one version")
        }
        for (index, definition) in sorted.enumerated() {
            let file = "\(definition.id)-\(definition.version).json"
            guard definition.id == first.id else {
                throw DataFault(file: file, field: "id", reason: "the others are versions of \(first.id)")
            }
            guard definition.version == index + 1 else {
                throw DataFault(
                    file: file, field: "version",
                    reason: definition.version <= index
                        ? "this version stands twice" : "version \(index + 1) is missing")
            }
        }
        self.definitions = sorted
    }

    /// The MS-Keg questionnaire in every version, from the module's own data (`Data/ms-keg-1.json` and on).
    ///
    /// - Throws: ``DataFault`` with file, field and reason: a service must not start with it.
    public static func msKeg() throws(DataFault) -> FormCatalogue {
        var definitions: [FormDefinition] = []
        while let definition = try self.own(version: definitions.count + 1) { definitions.append(definition) }
        guard !definitions.isEmpty else {
            throw DataFault(
                file: "\(self.msKegID)-1.json", field: "", reason: "the file is not in the bundle")
        }
        return try FormCatalogue(definitions)
    }

    private static func own(version: Int) throws(DataFault) -> FormDefinition? {
        let name = "\(self.msKegID)-\(version)"
        guard let url = Bundle.module.url(forResource: name, withExtension: "json", subdirectory: "Data") else {
            return nil
        }
        // Unreadable and missing come to the same: the installation is broken.
        guard let data = try? Data(contentsOf: url) else {
            throw DataFault(file: "\(name).json", field: "", reason: "the file cannot be read")
        }
        return try FormDefinition(json: Array(data), file: "\(name).json")
    }

    /// The version in which a new form begins.
    public var newest: FormDefinition { self.definitions[self.definitions.count - 1] }

    /// One version; `nil` when there is none, or the id is another questionnaire's.
    public func definition(id: String, version: Int) -> FormDefinition? {
        self.definitions.first { $0.id == id && $0.version == version }
    }

    /// The version in which these answers were given; `nil` when it is unknown here.
    public func definition(of content: FormContent) -> FormDefinition? {
        self.definition(id: content.definition, version: content.version)
    }
}
