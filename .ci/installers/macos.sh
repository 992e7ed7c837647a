#!/bin/sh
# `make installers-elsewhere` on macOS, second step: a package of Inset.app. Signed where INSET_SIGN_APP and INSET_SIGN_PACKAGE name
# identities, and notarised where INSET_APPLE_ID, INSET_APPLE_TEAM and INSET_APPLE_PASSWORD are there; else it is neither, and says
# so. INSET_CERTIFICATES (a .p12 in base64) and its password bring the identities onto a machine that has none.
set -eu
version=$1
here=$(cd "$(dirname "$0")" && pwd)
cd "$here/../../dist/installers"
app=Inset.app
package=inset-$version-$(uname -m).pkg

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
if [ -n "${INSET_CERTIFICATES:-}" ]; then
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
    # PyInstaller has put programs and libraries into it, some without an ending: whatever is one is signed before what holds it.
    find "$app/Contents/Frameworks" -type f | while read -r file; do
        case $(file -b "$file") in
            Mach-O*) codesign --force --options runtime --timestamp --sign "$INSET_SIGN_APP" "$file" ;;
        esac
    done
    find "$app/Contents/Frameworks" -type d -name '*.framework' -exec \
        codesign --force --options runtime --timestamp --sign "$INSET_SIGN_APP" {} \;
    codesign --force --options runtime --timestamp --entitlements "$here/macos.entitlements" --sign "$INSET_SIGN_APP" "$app"
    codesign --verify --deep --strict "$app"
fi
# Into the applications folder whatever else is on the computer: by itself the installer would rather replace another copy of the app.
mkdir "$folder/root"
ditto "$app" "$folder/root/$app"
pkgbuild --analyze --root "$folder/root" "$folder/parts.plist"
plutil -replace 0.BundleIsRelocatable -bool NO "$folder/parts.plist"
set -- --root "$folder/root" --component-plist "$folder/parts.plist" --install-location /Applications --identifier inset.helper --version "$version"
if [ -n "${INSET_SIGN_PACKAGE:-}" ]; then
    pkgbuild "$@" --sign "$INSET_SIGN_PACKAGE" "$package"
else
    echo 'Neither signed nor notarised: INSET_SIGN_PACKAGE names no identity.' >&2
    pkgbuild "$@" "$package"
fi
if [ -n "${INSET_APPLE_PASSWORD:-}" ]; then
    xcrun notarytool submit "$package" --apple-id "$INSET_APPLE_ID" --team-id "$INSET_APPLE_TEAM" --password "$INSET_APPLE_PASSWORD" --wait
    xcrun stapler staple "$package"
fi
