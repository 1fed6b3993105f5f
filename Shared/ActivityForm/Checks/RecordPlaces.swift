/// Where places of the form stand in a record of the national system, by the import's table.
enum RecordPlaces {
    /// The places from the record's root, the usual one first: `form/blok_ii/penanggung_jawab_teknis/telepon`; a column of
    /// rows has `*` for the row. Empty when the record has no such place.
    static func of(_ form: String) -> [String] { self.around[form] ?? self.inside[form] ?? [] }

    /// What stands around the form.
    private static let around = [
        "judul": ["nama_kegiatan", "judul_kegiatan"], "tahun": ["tahun_kegiatan"],
    ]

    private static let inside: [String: [String]] = {
        var places: [String: [String]] = [:]
        for block in RecordMap.blocks {
            let root = block.key.isEmpty ? "form" : "form/\(block.key)"
            for entry in block.entries {
                let keys = ([entry.key] + entry.also).map { "\(root)/\($0)" }
                switch entry.shape {
                case .object(let members): RecordPlaces.add(members, of: entry.number, under: keys, to: &places)
                case .rows(let members):
                    RecordPlaces.add(members, of: entry.number, under: keys.map { "\($0)/*" }, to: &places)
                case .beside(let members): RecordPlaces.add(members, of: entry.number, under: [root], to: &places)
                case .ticks(_, let other):
                    places[entry.number] = keys
                    places["\(entry.number).lainnya"] = keys.flatMap { key in other.map { "\(key)/\($0)" } }
                case .text, .paragraphs, .word, .yesNo, .regions: places[entry.number] = keys
                }
            }
        }
        // The record names the institution once more around the form.
        places["1.1", default: []].append("instansi")
        return places
    }()

    private static func add(
        _ members: [RecordMember], of number: String, under roots: [String], to places: inout [String: [String]]
    ) {
        for member in members {
            places["\(number)/\(member.field)"] = roots.flatMap { root in
                ([member.key] + member.also).map { "\(root)/\($0)" }
            }
        }
    }
}
