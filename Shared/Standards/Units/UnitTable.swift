import Contracts

/// Reads the table of units: comma separated, quotes around fields that hold commas, one line per unit.
enum UnitTable {
    struct Row {
        var unit: BPSUnit
        var mailbox: String
    }

    private static let columns = ["code", "name", "level", "parent", "zone", "email_by_convention", "source"]

    static func read(_ csv: [UInt8], file: String) throws(DataFault) -> [Row] {
        guard let text = String(validating: csv, as: UTF8.self) else {
            throw DataFault(file: file, field: "", reason: "is not UTF-8")
        }
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        guard let header = lines.first, CommaSeparatedLine(header)?.fields == Self.columns else {
            throw DataFault(
                file: file, line: 1, field: "", reason: "the columns must be \(Self.columns.joined(separator: ","))")
        }
        var rows: [Row] = []
        var seen: Set<UnitCode> = []
        for (index, line) in lines.enumerated().dropFirst() where !line.isEmpty {
            guard let fields = CommaSeparatedLine(line)?.fields else {
                throw DataFault(file: file, line: index + 1, field: "", reason: "a quotation mark is not closed")
            }
            let row = try Self.row(fields, file: file, line: index + 1)
            guard seen.insert(row.unit.code).inserted else {
                throw DataFault(file: file, line: index + 1, field: "code", reason: "stands twice")
            }
            rows.append(row)
        }
        for row in rows {
            if let parent = row.unit.parent, !seen.contains(parent) {
                throw DataFault(
                    file: file, field: "\(row.unit.code), parent", reason: "there is no unit \(parent)")
            }
        }
        guard seen.contains(.headquarters) else {
            throw DataFault(file: file, field: "code", reason: "headquarters (0000) is missing")
        }
        return rows
    }

    private static func row(_ fields: [String], file: String, line: Int) throws(DataFault) -> Row {
        func fault(_ field: String, _ reason: String) -> DataFault {
            DataFault(file: file, line: line, field: field, reason: reason)
        }
        guard fields.count == Self.columns.count else {
            throw fault("", "has \(fields.count) fields instead of \(Self.columns.count)")
        }
        guard let code = UnitCode(fields[0]) else { throw fault("code", "is not four digits") }
        guard !fields[1].isEmpty else { throw fault("name", "is empty") }
        guard let level = BPSUnit.Level(rawValue: fields[2]) else { throw fault("level", "is unknown") }
        let parent = UnitCode(fields[3])
        guard (level == .pusat) == (parent == nil) else { throw fault("parent", "does not fit the level") }
        guard let zone = TimeZoneName(rawValue: fields[4]) else { throw fault("zone", "is not WIB, WITA or WIT") }
        return Row(
            unit: BPSUnit(code: code, name: fields[1], level: level, parent: parent, zone: zone), mailbox: fields[5])
    }
}
