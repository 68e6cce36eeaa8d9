package weft.scenario.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import weft.scenario.parse.Position;
import weft.scenario.parse.ScenarioException;
import weft.scenario.parse.Setting;

/** What every verb that reads a scenario takes. */
final class ScenarioArguments {

  @Parameters(
      paramLabel = "FILE",
      description = "The scenario file.",
      converter = PathConverter.class)
  private @Nullable Path file;

  @Option(
      names = "--set",
      paramLabel = "path.to.key=value",
      description = "Replaces a value of the file; may be given several times.")
  private List<String> settings = new ArrayList<>();

  @Option(names = "--seed", paramLabel = "N", description = "Replaces the seed of the file.")
  private @Nullable String seed;

  /** The file. */
  Path file() {
    if (file == null) {
      throw new IllegalStateException("picocli has not set the file");
    }
    return file;
  }

  /** All replacements, in the order of the command line. */
  List<Setting> settings() {
    List<Setting> parsed = new ArrayList<>(settings.stream().map(Setting::parse).toList());
    if (seed != null) {
      if (parsed.stream().anyMatch(setting -> setting.path().equals("seed"))) {
        throw ScenarioException.of(
            Position.whole("--seed"), "--set gives a seed too. Maybe remove one of them.");
      }
      parsed.add(new Setting("--seed", "seed", seed));
    }
    return parsed;
  }
}
