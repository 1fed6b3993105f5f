import Contracts
import Standards
import Testing

@Suite("Standards side by side")
struct ComparisonTests {
    let library: StandardLibrary

    init() throws { self.library = try StandardLibrary.load(try UnitDirectory.load()) }

    private func standard(_ id: String) throws -> ServiceStandard { try #require(self.library.standard(id: id)) }

    @Test("A standard does not differ from itself")
    func same() throws {
        for standard in self.library.all.prefix(40) {
            #expect(StandardComparison(standard, standard).differences.isEmpty)
        }
    }

    @Test("Headquarters and Mempawah differ where their sources do, and a way in that one lacks stands alone")
    func twoUnits() throws {
        let comparison = StandardComparison(try self.standard("0000@1"), try self.standard("6104@1"))
        #expect(comparison.left == "0000@1")
        #expect(comparison.right == "6104@1")
        let differing = Set(comparison.differences.map(\.key))
        #expect(
            differing.isSuperset(of: [
                "requirements", "procedure/visit", "procedure/online", "time", "products", "complaints", "channels",
                "signer",
            ]))
        #expect(differing.isDisjoint(with: ["fee", "clock", "hours", "zone", "effective"]))
        let visit = try #require(comparison.rows.first { $0.key == "procedure/visit" })
        #expect(visit.pairs.allSatisfy { $0.left == nil && $0.right != nil })
        let channels = try #require(comparison.rows.first { $0.key == "channels" })
        #expect(channels.pairs.filter { !$0.isEqual }.map(\.left) == ["WhatsApp"])
    }

    @Test("Of two versions exactly what was changed differs, line beside line")
    func twoVersions() throws {
        let old = try self.standard("6104@1")
        var new = old
        new.fee = "Rp0,00"
        new.requirements.insert("Membawa surat tugas", at: 1)
        new.requirements[0] = "Datang ke PST"
        new.workingDays = 10
        let comparison = StandardComparison(old, new)
        #expect(comparison.differences.map(\.key) == ["requirements", "clock", "fee"])
        let requirements = try #require(comparison.differences.first)
        let unequal = requirements.pairs.filter { !$0.isEqual }
        #expect(unequal.map(\.left) == [old.requirements[0], nil])
        #expect(unequal.map(\.right) == ["Datang ke PST", "Membawa surat tugas"])
        #expect(requirements.pairs.count == 7)
    }

    @Test("No line of either side is lost or told twice", arguments: 0..<50)
    func complete(offset: Int) throws {
        let all = self.library.all
        let one = all[offset * 11 % all.count]
        let other = all[(offset * 37 + 5) % all.count]
        let comparison = StandardComparison(one, other)
        for (standard, side) in [(one, \StandardComparison.Pair.left), (other, \StandardComparison.Pair.right)] {
            for section in StandardSection.all(of: standard) {
                let row = comparison.rows.first { $0.key == section.key }
                #expect((row?.pairs ?? []).compactMap { $0[keyPath: side] } == section.lines)
            }
        }
    }

    @Test("Hours, clock and origin are told in words")
    func words() throws {
        var standard = try self.standard("6104@1")
        #expect(
            StandardWords.hours(standard) == ["Senin–Kamis 08.00–15.30", "Jumat 08.00–16.00", "Sabtu–Minggu tutup"])
        #expect(StandardWords.clock(standard) == "14 hari kerja sejak berkas dinyatakan lengkap dan jelas")
        #expect(StandardWords.origin(standard) == "Standar unit ini sendiri")
        // A standard that was published before its hours were a field says only when it closes.
        standard.hours = nil
        #expect(StandardWords.hours(standard).first == "Senin–Kamis sampai 15.30")
        standard.effectiveUntil = Day("2026-12-31")
        #expect(
            StandardSection.all(of: standard).first { $0.key == "effective" }?.lines
                == ["sejak 2026-01-01 sampai 2026-12-31"])
        let words = ServiceStandard.InternalComponent.Kind.allCases.map(StandardWords.name)
        #expect(Set(words).count == 8)
        #expect(StandardWords.milestone(.letterIssued) != StandardWords.milestone(.resultNotified))
        #expect(StandardWords.afterCorrection(.resume) != StandardWords.afterCorrection(.newClock))
    }
}
