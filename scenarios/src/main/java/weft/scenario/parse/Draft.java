package weft.scenario.parse;

import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import weft.scenario.spec.CatalogSpec;
import weft.scenario.spec.ScenarioSpec;

/**
 * A scenario as far as it could be read: where a value is wrong, a placeholder stands in for it, so
 * that what depends only on sound values can still be checked and all problems be shown at once.
 */
public final class Draft {

  private final ScenarioSpec spec;
  private final Problems problems;
  private final String source;
  private final Map<String, Position> positions;

  /** Of numbers of a range, and of what follows one, the path in the file. */
  private final Map<String, String> ranges;

  /** Paths of placeholders, in order; true if the value has a unit. */
  private final NavigableMap<String, Boolean> unsound;

  private final Set<CatalogSpec.Name> named;

  Draft(
      ScenarioSpec spec,
      Problems problems,
      String source,
      Marks marks,
      Set<CatalogSpec.Name> named) {
    this.spec = spec;
    this.problems = problems;
    this.source = source;
    this.positions = Map.copyOf(marks.positions());
    this.ranges = Map.copyOf(marks.ranges());
    this.unsound = new TreeMap<>(marks.unsound());
    this.named = Set.copyOf(named);
  }

  /** The values; those that are not {@link #sound} are placeholders. */
  public ScenarioSpec spec() {
    return spec;
  }

  /** What was found wrong while reading. */
  public Problems problems() {
    return problems;
  }

  /** The hardware that the scenario names outside of its own section {@code catalog}. */
  public Set<CatalogSpec.Name> named() {
    return named;
  }

  /** True if the key was given, in the file or on the command line. */
  public boolean given(String path) {
    return positions.containsKey(path);
  }

  /** True if the values at and below these paths are as the user wrote them or are defaults. */
  public boolean sound(String... paths) {
    for (String path : paths) {
      String below = unsound.ceilingKey(path + ".");
      if (below != null && isAtOrBelow(below, path)) {
        return false;
      }
      for (String at = path; !at.isEmpty(); at = parent(at)) {
        if (unsound.containsKey(at)) {
          return false;
        }
      }
    }
    return true;
  }

  /** True if everything at and below that path is sound but perhaps for values with units. */
  public boolean soundButForQuantities(String path) {
    return unsound.entrySet().stream()
        .noneMatch(
            bad ->
                !bad.getValue()
                    && (isAtOrBelow(bad.getKey(), path) || isAtOrBelow(path, bad.getKey())));
  }

  /** The position of the value at that path or, if it was not given, of what encloses it. */
  public Position at(String path) {
    for (String at = path; !at.isEmpty(); at = parent(at)) {
      Position position = positions.get(at);
      if (position != null) {
        return position;
      }
    }
    return Position.whole(source);
  }

  /** An error at that path. */
  public Problem error(String path, String message) {
    return Problem.at(Severity.ERROR, at(path), ranges.getOrDefault(path, path), message);
  }

  /** A warning at that path. */
  public Problem warning(String path, String message) {
    return Problem.at(Severity.WARNING, at(path), ranges.getOrDefault(path, path), message);
  }

  /** A warning that the setting at that path cannot influence the run. */
  public Problem noEffect(String path, String because) {
    return warning(path, Problem.noEffect(because));
  }

  private static String parent(String path) {
    return path.substring(0, Math.max(0, path.lastIndexOf('.')));
  }

  private static boolean isAtOrBelow(String path, String top) {
    return path.equals(top) || path.startsWith(top + ".");
  }
}
