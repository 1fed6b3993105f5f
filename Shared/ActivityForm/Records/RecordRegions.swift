import Contracts

// The real record has only an empty list of regions, so the shape of a filled one is inferred: one object for each region,
// with code and name of the province and of the regency or city. Plain four-digit codes are read too.
extension RecordReading {
    mutating func regionCodes(_ value: JSONValue?, at path: String, of number: String) -> JSONValue? {
        guard let value, !value.isEmptyAnswer else { return nil }
        guard let elements = value.array else {
            self.leave(path, .notRegions, of: number)
            return nil
        }
        var codes: [JSONValue] = []
        for (index, element) in elements.enumerated() where !element.isEmptyAnswer {
            guard let code = RecordRegions.code(of: element, self.regions) else {
                self.leave("\(path)/\(index)", .unknownRegion, of: number)
                continue
            }
            if !codes.contains(.string(code)) { codes.append(.string(code)) }
        }
        return codes.isEmpty ? nil : .array(codes)
    }
}

/// One region of a record.
enum RecordRegions {
    /// The BPS code of a region of the record; `nil` when it cannot be read, or when a name beside it is another region's:
    /// the codes of BPS and of the Ministry of Home Affairs look alike.
    static func code(of element: JSONValue, _ regions: RegionNames) -> String? {
        if let text = element.string { return regions.name(of: text) == nil ? nil : UnitCode(text)?.text }
        guard let members = element.object else { return nil }
        let regency = self.digits(members["kode_kabupaten_kota"])
        let province = self.digits(members["kode_provinsi"])
        let code: String? =
            if let regency { regency.count == 2 ? province.map { $0 + regency } : regency } else {
                province.map { $0 + "00" }
            }
        guard let code, let unit = UnitCode(code), let known = regions.name(of: unit.text) else { return nil }
        let name = members[regency == nil ? "nama_provinsi" : "nama_kabupaten_kota"]?.string
        if let name, !self.agree(name, known) { return nil }
        return unit.text
    }

    /// As a record holds the region with this code.
    static func element(_ code: String, _ regions: RegionNames) -> JSONValue {
        let province = String(code.prefix(2))
        let whole = code == province + "00"
        func name(_ code: String) -> JSONValue { regions.name(of: code).map(JSONValue.string) ?? .null }
        return .object([
            "kode_provinsi": .string(province), "nama_provinsi": name(province + "00"),
            "kode_kabupaten_kota": whole ? .null : .string(code), "nama_kabupaten_kota": whole ? .null : name(code),
        ])
    }

    private static func digits(_ value: JSONValue?) -> String? {
        let text = value?.string ?? value?.integer.map(String.init)
        return text?.isEmpty == false ? text : nil
    }

    private static func agree(_ name: String, _ known: String) -> Bool {
        func words(_ text: String) -> Set<String> {
            let kinds: Set = ["kabupaten", "kab", "kota", "provinsi", "prov"]
            return Set(text.lowercased().split { !$0.isLetter }.map(String.init)).subtracting(kinds)
        }
        return words(name) == words(known)
    }
}
