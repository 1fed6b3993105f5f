import Contracts
import Foundation

/// The events of one case, with names that must never show up where they do not belong.
struct Story: Sendable {
    let caseID: CaseID = IdentifierSource.system.next(at: Date())
    let letterID: LetterID = IdentifierSource.system.next(at: Date())
    let applicant: PersonID = IdentifierSource.system.next(at: Date())
    let at: Date
    var address = "sari.rahasia@contoh.go.id"
    let name = "Sari Rahasia Dewi"

    init(at: Date) { self.at = at }

    private var unit: UnitCode { UnitCode("6104")! }
    private var officer: Actor {
        Actor(personId: IdentifierSource.system.next(at: self.at), name: "Budi Petugas", unit: self.unit)
    }

    var contact: ContactVerified {
        ContactVerified(
            personId: self.applicant, name: Personal(self.name), email: Personal(self.address),
            mobile: Personal("6281298765432"), verifiedAt: self.at)
    }

    func standard(channels: [ServiceStandard.Channel] = [.email, .whatsapp]) -> StandardPublished {
        StandardPublished(
            unit: BPSUnit(
                code: self.unit, name: "Kabupaten Mempawah", level: .kabkota, parent: UnitCode("6100"), zone: .wib),
            standard: ServiceStandard(
                id: "6104@1", unit: self.unit, version: 1, effectiveFrom: Day("2026-01-01")!, source: "uji",
                serviceName: "Rekomendasi Kegiatan Statistik Sektoral", place: ["Jalan Contoh 1"], contacts: [],
                requirements: [], procedures: [], timeText: "14 hari kerja", workingDays: 14,
                afterCorrection: .newClock, channels: channels, fee: "Gratis", products: [],
                signerOffice: "Kepala BPS Kabupaten Mempawah", letterhead: [], letterPlace: "Mempawah",
                complaintChannels: [], closingMinutes: [960, 960, 960, 960, 990, nil, nil], zone: .wib, settled: []),
            publishedAt: self.at)
    }

    var opened: CaseOpened {
        CaseOpened(
            caseId: self.caseID, caseNumber: "LYK-2026-6104-000001", unit: self.unit, standard: "6104@1",
            applicantId: self.applicant, title: "Survei <Harapan> \"Hidup\"", year: 2026, institution: "Dinas Contoh",
            openedAt: self.at)
    }

    var returned: CaseReturned {
        CaseReturned(
            caseId: self.caseID, round: 1, remarks: [Remark(item: "3.1", text: "Latar belakang belum diisi.")],
            note: "Mohon dilengkapi.", returnedAt: self.at + 1, answerBy: Day("2026-08-31"), by: self.officer)
    }

    var declaredComplete: CaseDeclaredComplete {
        CaseDeclaredComplete(
            caseId: self.caseID, round: 2, clock: 1, declaredAt: self.at + 2, workingDays: 14,
            dueOn: Day("2026-06-22")!, dueAt: self.at + 86_400 * 20, calendarVersion: 1, by: self.officer)
    }

    var dueMoved: CaseDueMoved {
        CaseDueMoved(
            caseId: self.caseID, clock: 1, oldDueOn: Day("2026-06-22")!, oldDueAt: self.at + 86_400 * 20,
            newDueOn: Day("2026-06-23")!, newDueAt: self.at + 86_400 * 21, oldCalendarVersion: 2, calendarVersion: 3,
            reason: "Kalender kerja versi 3 menggantikan versi 2: 18 Juni 2026 menjadi hari libur.",
            movedAt: self.at + 2.5)
    }

    var correctionRequested: CaseCorrectionRequested {
        CaseCorrectionRequested(
            caseId: self.caseID, round: 2, remarks: [Remark(item: "5.2", text: "Metode sampel belum jelas.")],
            requestedAt: self.at + 3, answerBy: Day("2026-09-01")!, by: self.officer)
    }

    var letterIssued: CaseLetterIssued {
        CaseLetterIssued(
            caseId: self.caseID, caseNumber: "LYK-2026-6104-000001", letterId: self.letterID,
            applicantId: self.applicant, unit: self.unit, title: "Survei Harapan Hidup", year: 2026,
            institution: "Dinas Contoh", recommendationNumber: "V-26.6104.001",
            letterNumber: "B-1145/61040/VS.190/2026", verificationCode: "ABCD-EFGH", sha256: "00", size: 1,
            issuedAt: self.at + 4, signedBy: self.officer, signerOffice: "Kepala BPS Kabupaten Mempawah")
    }

    var refused: CaseRefused {
        CaseRefused(
            caseId: self.caseID, caseNumber: "LYK-2026-6104-000001", letterId: self.letterID,
            applicantId: self.applicant, unit: self.unit, title: "Survei Harapan Hidup", year: 2026,
            institution: "Dinas Contoh", reasons: ["Sudah ada survei yang sama."],
            letterNumber: "B-1146/61040/VS.190/2026", verificationCode: "ABCD-EFGH", sha256: "00", size: 1,
            issuedAt: self.at + 4, signedBy: self.officer, signerOffice: "Kepala BPS Kabupaten Mempawah")
    }
}
