# Sourced by examples/quickstart/run.sh and tests/run.sh: sees to it that what they need is installed.
#
#   prepare build          what a build of the program and a sweep need
#   prepare build memory   and what measuring memory needs
#   prepare build tests    and what the tests need
#   prepare_more           what some tests are skipped without
#
# Installs missing packages by apt-get where that can be done without asking for a password; prints
# the line to type otherwise, and ends with 1.  uv is no concern of this file: cmake/FindUv.cmake
# fetches it into the build tree.

# What a package manager calls a thing: names <manager>, then "thing package" lines.
prepare_names() {
    case $1 in
    apt) cat <<'NAMES' ;;
cmake cmake
ninja ninja-build
cc gcc libc6-dev
pkg-config pkg-config
libcjson libcjson-dev
libuv libuv1-dev
libutf8proc libutf8proc-dev
cairo libcairo2-dev
python3 python3
pip python3-pip
python3.11 python3.11
cmocka libcmocka-dev
sanitizers gcc libc6-dev
clang clang
clang-tidy clang-tidy
fuzzer libclang-rt-dev
valgrind valgrind
git git
xmllint libxml2-utils
python-headers python3-dev
zsh zsh
fish fish
mandoc mandoc
debootstrap debootstrap
dpkg-shlibdeps dpkg-dev
browser chromium-headless-shell
node nodejs
npm npm
cppcheck cppcheck
gcovr gcovr
ccache ccache
munged munge
slurmctld slurmctld
slurmd slurmd
srun slurm-client
NAMES
    dnf) cat <<'NAMES' ;;
cmake cmake
ninja ninja-build
cc gcc
pkg-config pkgconf-pkg-config
libcjson cjson-devel
libuv libuv-devel
libutf8proc utf8proc-devel
cairo cairo-devel
python3 python3
pip python3-pip
python3.11 python3.11
cmocka libcmocka-devel
sanitizers libasan libubsan
clang clang
clang-tidy clang-tools-extra
fuzzer compiler-rt
valgrind valgrind valgrind-devel
git git-core
xmllint libxml2
NAMES
    pacman) cat <<'NAMES' ;;
cmake cmake
ninja ninja
cc gcc
pkg-config pkgconf
libcjson cjson
libuv libuv
libutf8proc libutf8proc
cairo cairo
python3 python
pip python-pip
python3.11 python
cmocka cmocka
sanitizers gcc
clang clang
clang-tidy clang
fuzzer compiler-rt
valgrind valgrind
git git
xmllint libxml2
NAMES
    brew) cat <<'NAMES' ;;
cmake cmake
ninja ninja
cc gcc
pkg-config pkgconf
libcjson cjson
libuv libuv
libutf8proc utf8proc
cairo cairo
python3 python
pip python
python3.11 python
cmocka cmocka
sanitizers gcc
clang llvm
clang-tidy llvm
valgrind valgrind
git git
xmllint libxml2
NAMES
    esac
}

# Whether a program is Python 3.11 or newer, which pytest-benchmem needs.
prepare_is_new_python() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

# Whether a thing is there.
prepare_has() {
    case $1 in
    libcjson | libuv | libutf8proc | cairo | cmocka) pkg-config --exists "$1" 2>/dev/null ;;
    pip) command -v uv >/dev/null || python3 -m pip --version >/dev/null 2>&1 ;;
    python3) python3 -c '' 2>/dev/null ;;
    python3.11)
        for python in python3 python3.11 python3.12 python3.13 python3.14; do
            prepare_is_new_python "$python" && return 0
        done
        return 1
        ;;
    python-headers) [ -e "$(python3 -c 'import sysconfig; print(sysconfig.get_path("include"))')/Python.h" ] ;;
    sanitizers) echo 'int main(void) { return 0; }' |
        cc -fsanitize=address,undefined -x c - -o /dev/null 2>/dev/null ;;
    fuzzer) echo 'int LLVMFuzzerTestOneInput(const char *p, unsigned long n) { return p && n > 99; }' |
        clang -fsanitize=fuzzer,address,undefined -x c - -o /dev/null 2>/dev/null ;;
    valgrind) [ "$(uname)" = Darwin ] || command -v valgrind ;; # there is none for macOS
    browser) command -v chromium-headless-shell || command -v chromium ||
        command -v chromium-browser || command -v google-chrome ;;
    *) command -v "$1" ;;
    esac >/dev/null
}

# The packages of <manager> for the things in $2.
prepare_packages() {
    for thing in $2; do
        prepare_names "$1" | sed -n "s/^$thing //p"
    done | sort -u | tr '\n' ' ' | sed 's/ *$//'
}

prepare_missing() {
    for thing in "$@"; do
        prepare_has "$thing" || printf '%s ' "$thing"
    done
}

# Install the things in $1 by apt-get; fails if that cannot be done without a question.
prepare_apt() {
    command -v apt-get >/dev/null || return 1
    if [ "$(id -u)" = 0 ]; then
        sudo=
    elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
        sudo=sudo
    else
        return 1
    fi
    packages=$(prepare_packages apt "$1")
    echo "Installing by apt-get: $packages"
    $sudo apt-get update -qq || echo "apt-get update failed; trying with the lists that are there" >&2
    # shellcheck disable=SC2086  # a list of words
    $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $packages
}

# The line that installs the things in $1 by the package manager that is here, or one for each that is
# known.
prepare_lines() {
    for manager in apt dnf pacman brew; do
        case $manager in
        apt) program=apt-get line="sudo apt-get install" ;;
        dnf) program=dnf line="sudo dnf install" ;;
        pacman) program=pacman line="sudo pacman -S --needed" ;;
        brew) program=brew line="brew install" ;;
        esac
        if command -v $program >/dev/null; then
            echo "$line $(prepare_packages $manager "$1")"
            return
        fi
    done
    echo "(Debian, Ubuntu)  sudo apt-get install $(prepare_packages apt "$1")"
    echo "(Fedora)          sudo dnf install $(prepare_packages dnf "$1")"
    echo "(Arch)            sudo pacman -S --needed $(prepare_packages pacman "$1")"
    echo "(macOS)           brew install $(prepare_packages brew "$1")"
}

prepare_advice() {
    echo "Missing on this machine: $1" >&2
    echo "Install it and run this again:" >&2
    prepare_lines "$1" | sed 's/^/  /' >&2
}

prepare_cmake_version() {
    version=$(cmake --version | sed -n 's/^cmake version //p')
    major=${version%%.*}
    minor=${version#*.}
    minor=${minor%%.*}
    if [ "$major" -lt 3 ] || { [ "$major" -eq 3 ] && [ "$minor" -lt 22 ]; }; then
        echo "cmake is version $version; 3.22 or newer is needed: python3 -m pip install --user cmake" >&2
        exit 1
    fi
}

# Install more by apt-get where that can be done without a question; elsewhere the tests that want it are
# skipped.
prepare_more() {
    missing=$(prepare_missing python-headers zsh fish mandoc debootstrap dpkg-shlibdeps cppcheck)
    [ -z "$missing" ] || prepare_apt "$missing" || echo "Tests are skipped that want: $missing" >&2
    missing=$(prepare_missing munged slurmctld slurmd srun)
    [ -z "$missing" ] || prepare_apt "$missing" || echo "No cluster is tried without: $missing" >&2
    missing=$(prepare_missing ccache)
    [ -z "$missing" ] || prepare_apt "$missing" || echo "Tests that build take longer without: $missing" >&2
    # By themselves: with some clangs it comes along, and not every distribution of apt has this Chromium.
    missing=$(prepare_missing fuzzer)
    [ -z "$missing" ] || prepare_apt "$missing" || echo "Nothing is fuzzed without: $missing" >&2
    missing=$(prepare_missing browser node npm)
    [ -z "$missing" ] || prepare_apt "$missing" || echo "Tests are skipped that want: $missing" >&2
}

prepare() {
    things=
    for set in "$@"; do
        case $set in
        build) things="$things cmake ninja cc pkg-config libcjson libuv libutf8proc cairo python3 pip" ;;
        memory) things="$things python3.11" ;;
        tests) things="$things cmocka sanitizers clang clang-tidy valgrind git xmllint" ;;
        esac
    done
    # shellcheck disable=SC2086  # a list of words
    missing=$(prepare_missing $things)
    if [ -n "$missing" ]; then
        prepare_apt "$missing" || {
            prepare_advice "$missing"
            exit 1
        }
        # shellcheck disable=SC2086
        missing=$(prepare_missing $things)
        if [ -n "$missing" ]; then
            echo "Still missing after the installation: $missing" >&2
            exit 1
        fi
    fi
    prepare_cmake_version
}
