import Contracts
import Foundation

/// Reads the module's own data files.
enum DataFile {
    static func read(_ name: String, _ type: String) throws(DataFault) -> [UInt8] {
        // Missing and unreadable come to the same: the installation is broken.
        guard
            let url = Bundle.module.url(forResource: name, withExtension: type, subdirectory: "Data"),
            let data = try? Data(contentsOf: url)
        else { throw DataFault(file: "\(name).\(type)", field: "", reason: "the file is not in the bundle") }
        return Array(data)
    }

    /// The names, without their ending, of the bundle's files that begin so, in alphabetical order.
    static func names(beginning prefix: String, _ type: String) -> [String] {
        (Bundle.module.urls(forResourcesWithExtension: type, subdirectory: "Data") ?? [])
            .compactMap { $0.lastPathComponent.map { String($0.dropLast(type.count + 1)) } }
            .filter { $0.hasPrefix(prefix) }.sorted()
    }

    /// Reads a value from JSON; a field that the value does not know is a fault like one that it lacks.
    static func decode<Value: Codable>(_ type: Value.Type, _ json: [UInt8], file: String) throws(DataFault)
        -> Value
    {
        let value = try DataFault.decode(type, json, file: file)
        let written: Data
        do {
            written = try JSONEncoder().encode(value)
        } catch {
            throw DataFault(file: file, field: "", reason: "cannot be written as JSON")
        }
        let known = try DataFault.decode(JSONValue.self, Array(written), file: file)
        if let path = self.unknown(in: try DataFault.decode(JSONValue.self, json, file: file), known: known) {
            throw DataFault(file: file, field: path.joined(separator: "/"), reason: "is not a known field")
        }
        return value
    }

    /// The path of the first member that does not come back when the value is written again; `null` says nothing.
    private static func unknown(in raw: JSONValue, known: JSONValue) -> [String]? {
        switch (raw, known) {
        case (.object(let members), .object(let kept)):
            for (name, member) in members.sorted(by: { $0.key < $1.key }) where member != .null {
                guard let other = kept[name] else { return [name] }
                if let path = self.unknown(in: member, known: other) { return [name] + path }
            }
        case (.array(let elements), .array(let kept)):
            for (index, pair) in zip(elements, kept).enumerated() {
                if let path = self.unknown(in: pair.0, known: pair.1) { return [String(index)] + path }
            }
        default: break
        }
        return nil
    }
}
