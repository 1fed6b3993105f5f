"""The names of photographs give nothing away."""

import pytest
from photo_name import photo_name


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/", "beranda"),
        ("/pengajuan/baru", "pengajuan-baru"),
        ("/standar/6104", "standar-6104"),
        ("/pengajuan/0197a1b2-c3d4-7e5f-8a6b-0c1d2e3f4a5b/pratinjau", "pengajuan-id-pratinjau"),
        ("/penilaian/AZehssPUfl-KawwdLj9KW-IwDcMr8rJtTgQOAlGLWFY", "penilaian-token"),
        ("/verifikasi/7K3M-0QXW-9ABC-DEFG-HJKM", "verifikasi-kode"),
        ("/pengaduan/ADU-7K3M-0QXW-9ABC-DEFG", "pengaduan-kode"),
    ],
)
def test_a_name_has_the_kind_of_page_and_no_secret(path: str, name: str) -> None:
    assert photo_name(path) == name
