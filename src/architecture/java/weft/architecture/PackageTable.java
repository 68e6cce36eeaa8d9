package weft.architecture;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The allow-list of one module: which package may see which other packages of Weft, and which
 * libraries the module may use. A package always sees itself; it sees its own subpackages only when
 * its row says so.
 */
public final class PackageTable {
  private final String root;
  private final Map<String, Set<String>> rows = new LinkedHashMap<>();
  private final Set<String> seeingAllAbove = new LinkedHashSet<>();
  private final Set<String> everywhere = new LinkedHashSet<>();
  private List<String> everywhereBelow = List.of();
  private List<String> libraries = List.of();
  private List<String> banned = List.of();

  private PackageTable(String root) {
    this.root = root;
  }

  /** Starts the table of the module whose packages all lie below {@code root}. */
  public static PackageTable below(String root) {
    return new PackageTable(root);
  }

  /** Adds a row: {@code name} and the packages that it may see. */
  public PackageTable row(String name, String... visible) {
    if (rows.put(name, new LinkedHashSet<>(Arrays.asList(visible))) != null) {
      throw new IllegalArgumentException("two rows for " + name);
    }
    return this;
  }

  /** Adds a row for a package that may see every package with a row above it. */
  public PackageTable rowSeeingAllAbove(String name, String... more) {
    Set<String> visible = new LinkedHashSet<>(rows.keySet());
    visible.addAll(Arrays.asList(more));
    seeingAllAbove.add(name);
    return row(name, visible.toArray(String[]::new));
  }

  /** Packages of other Weft modules that every package of this module may see. */
  public PackageTable everyPackageSees(String... packages) {
    everywhere.addAll(Arrays.asList(packages));
    return this;
  }

  /** Roots of other Weft modules of which every package of this module may see everything. */
  public PackageTable everyPackageSeesBelow(String... roots) {
    everywhereBelow = List.of(roots);
    return this;
  }

  /** Package prefixes from outside Weft that the module may use. */
  public PackageTable libraries(String... prefixes) {
    libraries = List.of(prefixes);
    return this;
  }

  /** Package prefixes that stay forbidden although a prefix in {@link #libraries} covers them. */
  public PackageTable except(String... prefixes) {
    banned = List.of(prefixes);
    return this;
  }

  /** The package below which the whole module lies. */
  public String root() {
    return root;
  }

  /** The rows in the order of their declaration. */
  public Map<String, Set<String>> rows() {
    return Collections.unmodifiableMap(rows);
  }

  /** Whether a row was made of all that are above it. */
  public boolean seesAllAbove(String name) {
    return seeingAllAbove.contains(name);
  }

  /** The packages of other modules that every package may see. */
  public Set<String> everywhere() {
    return Collections.unmodifiableSet(everywhere);
  }

  /** The package prefixes from outside Weft that the module may use. */
  public List<String> libraries() {
    return libraries;
  }

  /** Whether the row of {@code from} lets it see {@code to}, a package of Weft. */
  public boolean permits(String from, String to) {
    return from.equals(to)
        || everywhere.contains(to)
        || covers(everywhereBelow, to)
        || rows.getOrDefault(from, Set.of()).contains(to);
  }

  /** Whether the module may use {@code packageName}, a package from outside Weft. */
  public boolean permitsLibrary(String packageName) {
    return covers(libraries, packageName) && !covers(banned, packageName);
  }

  private static boolean covers(List<String> prefixes, String packageName) {
    return prefixes.stream().anyMatch(prefix -> covers(prefix, packageName));
  }

  /** Whether a package is the prefix, or below it. */
  static boolean covers(String prefix, String packageName) {
    return packageName.equals(prefix) || packageName.startsWith(prefix + ".");
  }
}
