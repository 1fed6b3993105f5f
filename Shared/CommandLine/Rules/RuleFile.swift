import Foundation

/// A file that a command is told to read.
enum RuleFile {
    /// 10 MiB, as an import file may be at most.
    static let largest = 10 << 20

    /// The whole file; `-` is standard input.
    ///
    /// - Throws: ``RuleFault`` when there is no such file, when it is a folder, may not be read, is too large, has nothing
    ///   in it, or is UTF-16: nothing here reads that, and what stands in it could not be told from a fault.
    static func read(_ path: String) throws(RuleFault) -> Data {
        if path == "-" { return try Self.read(FileHandle.standardInput) }
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw RuleFault("there is no such file")
        }
        guard !isFolder.boolValue else { throw RuleFault("is a folder, not a file") }
        guard let file = FileHandle(forReadingAtPath: path) else { throw RuleFault("may not be read") }
        return try Self.read(file)
    }

    /// The text of a file in UTF-8.
    static func text(_ path: String) throws(RuleFault) -> String {
        guard let text = String(validating: try Self.read(path), as: UTF8.self) else { throw RuleFault("is not UTF-8") }
        return text
    }

    private static func read(_ file: FileHandle) throws(RuleFault) -> Data {
        var data = Data()
        do {
            while let piece = try file.read(upToCount: 1 << 16), !piece.isEmpty {
                data.append(piece)
                if data.count > Self.largest { break }
            }
        } catch {
            throw RuleFault("cannot be read to its end")
        }
        guard data.count <= Self.largest else { throw RuleFault("is larger than \(Self.largest) bytes") }
        let begins = Array(data.prefix(2))
        // Two bytes of order, or an ASCII character of which the other byte is 0.
        guard begins != [0xFF, 0xFE], begins != [0xFE, 0xFF], begins.count < 2 || (begins[0] == 0) == (begins[1] == 0)
        else { throw RuleFault("is UTF-16; save it as UTF-8 (in a spreadsheet: CSV UTF-8)") }
        guard data.contains(where: { !Self.blank.contains($0) }) else { throw RuleFault("is empty") }
        return data
    }

    /// What a file may be full of and still be empty: blanks, ends of lines, and UTF-8's byte order mark.
    private static let blank: Set<UInt8> = [0x09, 0x0A, 0x0D, 0x20, 0xEF, 0xBB, 0xBF]
}
