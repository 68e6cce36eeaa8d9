package weft.scenario.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import weft.scenario.assemble.ScenarioHardware;
import weft.scenario.parse.Quote;
import weft.scenario.report.CatalogData;
import weft.scenario.report.CatalogReport;
import weft.scenario.report.CatalogView;
import weft.scenario.validate.ScenarioLoader;
import weft.topology.error.Suggestion;
import weft.topology.hardware.HardwareCatalog;

@Command(
    name = "catalog",
    description = "Lists and explains what scenarios can name, each figure with its source.")
final class CatalogCommand implements Callable<Integer> {

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "KIND",
      description =
          "gpu, link, transceiver, cable, switch, node, model or transport; an overview if left"
              + " out.")
  private @Nullable String kind;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "NAME",
      description = "An entry of that kind, to explain each of its figures.")
  private @Nullable String name;

  @Option(
      names = "--format",
      description =
          "text, json or csv; text if left out. JSON and CSV hold every figure with its source.")
  private OutputFormat format = OutputFormat.text;

  @Option(
      names = "--scenario",
      paramLabel = "FILE",
      converter = PathConverter.class,
      description = "Shows the catalogue as that scenario adds to it and changes it.")
  private @Nullable Path scenario;

  private final Console console;

  CatalogCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Workbench workbench = new Workbench();
    CatalogView all = CatalogView.of(hardware(workbench), workbench.models());
    CatalogView view = all;
    if (kind != null) {
      view = all.of(kind);
      if (view.figures().isEmpty()) {
        console.fail("unknown kind \"" + Quote.line(kind) + "\". " + meantKind(all, kind));
        return ExitCode.BAD_INPUT;
      }
    }
    if (kind != null && name != null) {
      CatalogView entries = view;
      view = entries.of(kind, name);
      if (view.figures().isEmpty()) {
        console.fail(
            "no %s is called \"%s\". %s"
                .formatted(kind, Quote.line(name), meantName(all, entries.names(kind), name)));
        return ExitCode.BAD_INPUT;
      }
    }
    console.result(
        switch (format) {
          case json -> CatalogData.json(view);
          case csv -> CatalogData.csv(view);
          case text ->
              kind == null
                  ? CatalogReport.overview(view)
                  : name == null
                      ? CatalogReport.entries(view, kind)
                      : CatalogReport.entry(view, kind, name);
        });
    return ExitCode.DONE;
  }

  private HardwareCatalog hardware(Workbench workbench) {
    if (scenario == null) {
      return workbench.hardware();
    }
    ScenarioLoader.Loaded loaded = workbench.loader().load(scenario, List.of());
    console.problems(loaded.warnings());
    return ScenarioHardware.of(workbench.hardware(), loaded.spec().catalog());
  }

  /** Who asks for a name without its kind has that name in mind. */
  private static String meantKind(CatalogView all, String word) {
    return kindOf(all, word).orElseGet(() -> Suggestion.sentence(word, all.kinds()));
  }

  private static String meantName(CatalogView all, List<String> names, String word) {
    return kindOf(all, word).orElseGet(() -> Suggestion.sentence(word, names));
  }

  private static Optional<String> kindOf(CatalogView all, String name) {
    return all.kinds().stream()
        .filter(one -> all.names(one).contains(name))
        .findFirst()
        .map(one -> "Maybe " + one + " " + name + ".");
  }
}
