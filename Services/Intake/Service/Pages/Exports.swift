import Contracts

/// Where a form can be taken along as a file.
struct Exports {
    let recordHref: String
    let codesHref: String

    init(_ id: CaseID) {
        self.recordHref = "/pengajuan/\(id)/unduh/\(ExportRoutes.Shape.record.rawValue)"
        self.codesHref = "/pengajuan/\(id)/unduh/\(ExportRoutes.Shape.codes.rawValue)"
    }
}
