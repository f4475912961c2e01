"""Makes hashes.json: one password, hashed by the libraries of frameworks that are written in Python.

    pip install django==5.2.17 werkzeug==3.1.9 passlib==1.7.4 argon2-cffi==25.1.0 bcrypt==5.0.0
    python make.py

WordPress 6.8 and Gnuboard 5 are PHP. Their lines repeat `wp_hash_password` of wp-includes/pluggable.php and
`create_hash` of lib/pbkdf2.compat.php.
"""

import base64
import hashlib
import hmac
import json

import argon2
import bcrypt
import django
from django.conf import settings

settings.configure()
django.setup()

from django.contrib.auth import hashers
from passlib import hash as passlib
from werkzeug.security import generate_password_hash

password = "비밀 lètmein 1"
text = password.encode()
salt = "seasaltseasalt"
bcrypt_salt = b"$04$abcdefghijklmnopqrstuu"


def bcrypted(kind, value):
    hashed = bcrypt.hashpw(value, (b"$2a" if kind == "2a" else b"$2b") + bcrypt_salt).decode()
    return hashed.replace("$2b$", f"${kind}$")


wp = base64.b64encode(hmac.new(b"wp-sha384", password.strip().encode(), hashlib.sha384).digest())
gnu_salt = base64.b64encode(b"twenty-four bytes salt!!").decode()
gnu_hash = hashlib.pbkdf2_hmac("sha256", text, gnu_salt.encode(), 12000, 24)

made = {
    "Django, PBKDF2 of SHA-256": hashers.PBKDF2PasswordHasher().encode(password, salt, 150000),
    "Django, PBKDF2 of SHA-1": hashers.PBKDF2SHA1PasswordHasher().encode(password, salt, 120000),
    "Django, PBKDF2 of few rounds": hashers.PBKDF2PasswordHasher().encode(password, salt, 20000),
    "Django, argon2": hashers.Argon2PasswordHasher().encode(password, salt),
    "Django, scrypt": hashers.ScryptPasswordHasher().encode(password, salt),
    "Django, bcrypt of SHA-256": hashers.BCryptSHA256PasswordHasher().encode(password, b"$2b" + bcrypt_salt),
    "Django, bcrypt": hashers.BCryptPasswordHasher().encode(password, b"$2b" + bcrypt_salt),
    "Django, MD5": hashers.MD5PasswordHasher().encode(password, "seasalt"),
    "Werkzeug, scrypt": generate_password_hash(password, "scrypt"),
    "Werkzeug, PBKDF2": generate_password_hash(password, "pbkdf2:sha256:150000"),
    "Werkzeug, PBKDF2 of few rounds": generate_password_hash(password, "pbkdf2:sha256:1000"),
    "passlib, PBKDF2 of SHA-256": passlib.pbkdf2_sha256.using(rounds=120000).hash(password),
    "passlib, PBKDF2 of SHA-512": passlib.pbkdf2_sha512.using(rounds=25000).hash(password),
    "passlib, PBKDF2 of SHA-1": passlib.pbkdf2_sha1.using(rounds=1000).hash(password),
    "passlib, scrypt": passlib.scrypt.using(rounds=14).hash(password),
    "WordPress before 6.8, phpass": passlib.phpass.using(rounds=13).hash(password),
    "phpBB, phpass": passlib.phpass.using(rounds=11, ident="$H$").hash(password),
    "WordPress 6.8": "$wp" + bcrypted("2y", wp),
    "Gnuboard 5": f"sha256:12000:{gnu_salt}:{base64.b64encode(gnu_hash).decode()}",
    "MySQL, PASSWORD()": passlib.mysql41.hash(password),
    "MySQL before 4.1, PASSWORD()": passlib.mysql323.hash(password),
    "LDAP, salted SHA-1": passlib.ldap_salted_sha1.hash(password),
    "LDAP, SHA-1": passlib.ldap_sha1.hash(password),
    "Devise, bcrypt": bcrypted("2a", text),
    "Laravel, bcrypt": bcrypted("2y", text),
    "Laravel, argon2id": argon2.PasswordHasher(time_cost=4, memory_cost=65536, parallelism=1).hash(password),
    "Spring, argon2": "{argon2@SpringSecurity_v5_8}"
    + argon2.PasswordHasher(time_cost=2, memory_cost=16384, parallelism=1).hash(password),
    "Spring, bcrypt": "{bcrypt}" + bcrypted("2a", text),
    "MD5": passlib.hex_md5.hash(password),
    "SHA-1": passlib.hex_sha1.hash(password),
    "SHA-256": passlib.hex_sha256.hash(password),
    "SHA-512": passlib.hex_sha512.hash(password),
}
print(json.dumps(made, indent=2, ensure_ascii=False))
