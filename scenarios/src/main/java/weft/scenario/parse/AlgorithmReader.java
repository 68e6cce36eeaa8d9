package weft.scenario.parse;

import java.nio.file.Path;
import weft.scenario.spec.AlgorithmFile;

/** Reads collective algorithms from files that scenarios name. */
@FunctionalInterface
public interface AlgorithmReader {

  /** For what names no such files. */
  AlgorithmReader NONE =
      file -> {
        throw new IllegalStateException("nobody reads " + file);
      };

  /**
   * Reads an algorithm and makes sure that it does what it says.
   *
   * @throws ScenarioException with all that is wrong with it
   */
  AlgorithmFile read(Path file);
}
