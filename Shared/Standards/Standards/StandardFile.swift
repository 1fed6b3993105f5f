public import Contracts

/// Reads and checks the file of one version of a unit's standard.
public enum StandardFile {
    /// Reads a standard.
    ///
    /// - Throws: ``DataFault`` that names file, field and reason.
    public static func read(_ json: [UInt8], file: String, units: UnitDirectory) throws(DataFault)
        -> ServiceStandard
    {
        let standard = try DataFile.decode(ServiceStandard.self, json, file: file)
        try StandardCheck(standard, file: file).run(units: units)
        return standard
    }
}
