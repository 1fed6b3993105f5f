public import Contracts

/// Reads and checks the file of one unit's standard.
public enum StandardFile {
    /// Reads a standard.
    ///
    /// - Throws: ``DataFileError`` that names file, field and reason.
    public static func read(_ json: [UInt8], file: String, units: UnitDirectory) throws(DataFileError)
        -> ServiceStandard
    {
        let standard = try DataFile.decode(ServiceStandard.self, json, file: file)
        func require(_ holds: Bool, _ field: String, _ reason: String) throws(DataFileError) {
            if !holds { throw DataFileError(file: file, field: field, reason: reason) }
        }
        guard let unit = units.unit(standard.unit) else {
            throw DataFileError(file: file, field: "unit", reason: "there is no unit \(standard.unit)")
        }
        try require(standard.version >= 1, "version", "versions start at 1")
        try require(
            standard.id == "\(standard.unit)@\(standard.version)", "id", "must be <unit>@<version>")
        try require((1...366).contains(standard.workingDays), "workingDays", "must lie between 1 and 366")
        try require(standard.zone == unit.zone, "zone", "the unit lies in \(unit.zone.rawValue)")
        try require(
            standard.closingMinutes.count == 7, "closingMinutes", "needs seven entries, Monday first")
        for (day, minutes) in standard.closingMinutes.enumerated() {
            try require(
                minutes.map { (1...1440).contains($0) } ?? true, "closingMinutes/\(day)",
                "must lie between 1 and 1440, or be null")
        }
        try require(!standard.channels.isEmpty, "channels", "is empty")
        try require(
            Set(standard.channels).count == standard.channels.count, "channels", "a channel stands twice")
        let texts = [
            ("source", standard.source), ("serviceName", standard.serviceName), ("timeText", standard.timeText),
            ("fee", standard.fee), ("signerOffice", standard.signerOffice), ("letterPlace", standard.letterPlace),
        ]
        for (field, text) in texts { try require(!text.isEmpty, field, "is empty") }
        let lists = [
            ("place", standard.place), ("requirements", standard.requirements), ("products", standard.products),
            ("letterhead", standard.letterhead), ("complaintChannels", standard.complaintChannels),
        ]
        for (field, list) in lists {
            try require(!list.isEmpty && !list.contains(""), field, "is empty or has an empty line")
        }
        try require(
            !standard.procedures.isEmpty && standard.procedures.allSatisfy { !$0.steps.isEmpty }, "procedures",
            "needs at least one way in, with steps")
        return standard
    }
}
