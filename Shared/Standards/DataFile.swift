import Foundation

/// The module's own data files.
enum DataFile {
    static func read(_ name: String, _ type: String) throws(DataFileError) -> [UInt8] {
        // Missing and unreadable come to the same: the installation is broken.
        guard
            let url = Bundle.module.url(forResource: name, withExtension: type, subdirectory: "Data"),
            let data = try? Data(contentsOf: url)
        else { throw DataFileError(file: "\(name).\(type)", field: "", reason: "the file is not in the bundle") }
        return Array(data)
    }

    static func decode<Value: Decodable>(_ type: Value.Type, _ json: [UInt8], file: String) throws(DataFileError)
        -> Value
    {
        do {
            return try JSONDecoder().decode(type, from: Data(json))
        } catch let error as DecodingError {
            throw DataFileError(file: file, error)
        } catch {
            throw DataFileError(file: file, field: "", reason: "not readable as JSON")
        }
    }
}
