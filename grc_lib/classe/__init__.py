"""La classe : collecter et noter les copies avec nbgrader."""
