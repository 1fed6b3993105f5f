/// Where the style sheet of Layak is served: `/aset/layak-<hash>.css`.
public var assetPath: String { Asset.styleSheet.path }
