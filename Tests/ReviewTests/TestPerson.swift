import Contracts
import Foundation
import Web

/// Somebody with an account.
struct TestPerson: Sendable {
    let id: PersonID
    let name: String
    let grants: [Grant]

    init(_ number: Int, _ name: String, _ grants: [Grant]) {
        self.id = PersonID(
            UUID(uuidString: "00000000-0000-7000-8000-0000000000" + (number < 10 ? "0" : "") + String(number))!)
        self.name = name
        self.grants = grants
    }

    static let mempawah = UnitCode("6104")!
    static let officer = TestPerson(1, "Petugas Satu", [Grant(.officer, at: .headquarters)])
    static let secondOfficer = TestPerson(
        2, "Petugas Dua", [Grant(.officer, at: .headquarters), Grant(.signer, at: .headquarters)])
    static let evaluator = TestPerson(3, "Penilai", [Grant(.evaluator, at: .headquarters)])
    static let signer = TestPerson(4, "Direktur Contoh", [Grant(.signer, at: .headquarters)])
    static let officer6104 = TestPerson(5, "Petugas Mempawah", [Grant(.officer, at: mempawah)])
    static let evaluator6104 = TestPerson(6, "Penilai Mempawah", [Grant(.evaluator, at: mempawah)])
    static let signer6104 = TestPerson(7, "Kepala Mempawah", [Grant(.signer, at: mempawah)])
    static let supervisor = TestPerson(8, "Pengawas", [Grant(.supervisor, at: .headquarters)])
    static let applicant = TestPerson(9, "Pemohon", [Grant(.applicant)])
    static let otherApplicant = TestPerson(10, "Pemohon Lain", [Grant(.applicant)])

    /// As a token says it.
    var identity: Identity {
        Identity(
            personID: self.id, name: self.name, institution: nil, grants: self.grants,
            sessionID: "sesi-\(self.id.description.suffix(2))", csrf: "rahasia-\(self.id.description.suffix(2))")
    }
}
