import Contracts
import Postgres
import Testing

@testable import Review

@Suite("The places for words on the case page")
struct FoldedNoteTests {
    /// The items whose place for words stands open, and those whose place is folded away.
    private static func places(_ page: String) -> (open: [String], folded: [String]) {
        var places: (open: [String], folded: [String]) = ([], [])
        let note = /<details class="note"( open)?><summary>Beri catatan<span class="hidden"> butir ([^<]+)<\/span>/
        for match in page.matches(of: note) {
            if match.1 == nil { places.folded.append(String(match.2)) } else { places.open.append(String(match.2)) }
        }
        return places
    }

    @Test("Each item has one that is folded away until there are words in it")
    func words() async throws {
        try await ReviewStand.with { stand in
            let id = try await stand.open()
            let path = "/petugas/perkara/\(id)"
            try await stand.perform(TakeAction.self, by: .officer, { TakeCase(caseId: id, version: $0) }, on: id)
            try await stand.browse { browser in
                let fresh = try await browser.get(path, as: .officer).text
                #expect(Self.places(fresh).open == [])
                #expect(Self.places(fresh).folded.contains("3.1"))
                // One for every place, and nothing to write in beside them.
                let areas = fresh.matches(of: /<textarea[^>]*name="catatan\/([^"]+)"/).map { String($0.1) }
                #expect(areas == Self.places(fresh).folded)
                let refused = try await browser.post(
                    "\(path)/kembalikan", [("versi", "1"), ("catatan/3.1", "Sudah saya ketik.")], as: .officer)
                #expect(Self.places(refused.text).open == ["3.1"])
            }
        }
    }

    @Test("Words that are missing or too long are asked for beside their item, which stands open then")
    func faults() async throws {
        try await ReviewStand.with { stand in
            let id = try await stand.open()
            let path = "/petugas/perkara/\(id)"
            try await stand.perform(TakeAction.self, by: .officer, { TakeCase(caseId: id, version: $0) }, on: id)
            try await stand.perform(
                DeclareCompleteAction.self, by: .officer, { DeclareCaseComplete(caseId: id, version: $0) }, on: id)
            try await stand.browse { browser in
                let version = try #require(try await browser.get(path, as: .officer).version)
                let refused = try await browser.post(
                    "\(path)/periksa",
                    [("versi", version), ("putusan/judul", "sound"), ("putusan/3.1", "correction")], as: .officer)
                #expect(refused.status == 422)
                #expect(Self.places(refused.text).open == ["3.1"])
                let fault = /id="salah-3\.1">[^<]+<\/p><textarea[^>]*aria-describedby="salah-3\.1"/
                #expect(refused.text.contains(fault))
                #expect(refused.text.matches(of: /aria-invalid="true"/).count == 1)
            }
        }
    }
}
