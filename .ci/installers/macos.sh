#!/bin/sh
# `make installers-elsewhere` on macOS, second step: a package of Inset.app. Signed where INSET_SIGN_APP and INSET_SIGN_PACKAGE name
# identities, and notarised where INSET_APPLE_ID, INSET_APPLE_TEAM and INSET_APPLE_PASSWORD are there; else it is neither, and says
# so. INSET_CERTIFICATES (a .p12 in base64) and its password bring the identities onto a machine that has none.
set -eu
version=$1
cd "$(dirname "$0")/../../dist/installers"
app=Inset.app
package=inset-$version.pkg

if [ -n "${INSET_CERTIFICATES:-}" ]; then
    folder=$(mktemp -d)
    trap 'security delete-keychain "$folder/inset.keychain-db" || true; rm -rf "$folder"' EXIT
    secret=$(openssl rand -hex 20)
    printf %s "$INSET_CERTIFICATES" | openssl base64 -d -A -out "$folder/inset.p12"
    security create-keychain -p "$secret" "$folder/inset.keychain-db"
    security unlock-keychain -p "$secret" "$folder/inset.keychain-db"
    security import "$folder/inset.p12" -k "$folder/inset.keychain-db" -P "$INSET_CERTIFICATES_PASSWORD" -T /usr/bin/codesign -T /usr/bin/pkgbuild
    security set-key-partition-list -S apple-tool:,apple: -s -k "$secret" "$folder/inset.keychain-db" >/dev/null
    security list-keychains -d user -s "$folder/inset.keychain-db"
fi
if [ -n "${INSET_SIGN_APP:-}" ]; then
    # PyInstaller has put programs and libraries into it: the innermost are signed first.
    find "$app" -type f \( -name '*.so' -o -name '*.dylib' -o -perm -u+x \) -exec \
        codesign --force --options runtime --timestamp --sign "$INSET_SIGN_APP" {} \;
    codesign --force --options runtime --timestamp --sign "$INSET_SIGN_APP" "$app"
    codesign --verify --deep --strict "$app"
fi
if [ -n "${INSET_SIGN_PACKAGE:-}" ]; then
    pkgbuild --component "$app" --install-location /Applications --version "$version" --sign "$INSET_SIGN_PACKAGE" "$package"
else
    echo 'Neither signed nor notarised: INSET_SIGN_PACKAGE names no identity.' >&2
    pkgbuild --component "$app" --install-location /Applications --version "$version" "$package"
fi
if [ -n "${INSET_APPLE_PASSWORD:-}" ]; then
    xcrun notarytool submit "$package" --apple-id "$INSET_APPLE_ID" --team-id "$INSET_APPLE_TEAM" --password "$INSET_APPLE_PASSWORD" --wait
    xcrun stapler staple "$package"
fi
