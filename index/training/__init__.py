"""How the verifier that the package ships was trained; needs the extra ``train``, serving never loads it."""
