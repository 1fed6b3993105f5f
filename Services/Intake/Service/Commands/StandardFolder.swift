import Foundation
import ServiceHost
import Standards

/// The standards that offices have handed in, as files in a folder.
enum StandardFolder {
    /// Every `.json` file of the folder, by name.
    ///
    /// - Throws: ``ServiceHost/UsageError`` when the folder or one of its files cannot be read.
    static func files(in path: String) throws -> [StandardSourceFile] {
        let folder = URL(fileURLWithPath: path, isDirectory: true)
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".json") }
        } catch {
            throw UsageError("the folder \(path) cannot be read")
        }
        return try names.sorted().map { name in
            guard let data = FileManager.default.contents(atPath: folder.appendingPathComponent(name).path) else {
                throw UsageError("\(name) cannot be read")
            }
            return StandardSourceFile(name: name, json: Array(data))
        }
    }
}
