import Contracts
import Foundation

/// The file of the rules.
struct CheckRuleFile: Decodable {
    let outcomes: [CheckOutcome]
    let rules: [CheckRule]

    /// Reads the module's own file.
    ///
    /// - Throws: ``DataFault`` when the file is missing or faulty, which is a fault of the build.
    static func bundled() throws(DataFault) -> CheckRuleFile {
        let file = "check-rules.json"
        // Missing and unreadable come to the same: the installation is broken.
        guard
            let url = Bundle.module.url(forResource: "check-rules", withExtension: "json", subdirectory: "Data"),
            let data = try? Data(contentsOf: url)
        else { throw DataFault(file: file, field: "", reason: "the file is not in the bundle") }
        return try self.read(Array(data), file: file)
    }

    /// Reads a file of rules: ids must be unique, and every field must be one that is known (``CheckField``).
    static func read(_ json: [UInt8], file: String) throws(DataFault) -> CheckRuleFile {
        let read = try DataFault.decode(CheckRuleFile.self, json, file: file)
        var seen: Set<String> = []
        for rule in read.rules {
            guard seen.insert(rule.id).inserted else {
                throw DataFault(file: file, field: rule.id, reason: "stands there twice")
            }
            for field in rule.fields where CheckField.of(rule: field).isEmpty {
                throw DataFault(
                    file: file, field: "\(rule.id)/fields", reason: "\"\(field)\" is not a field that is known")
            }
        }
        return read
    }
}
