package weft.scenario.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import weft.scenario.report.CatalogReport;
import weft.topology.error.Suggestion;
import weft.topology.hardware.Figure;

@Command(
    name = "catalog",
    description = "Lists what scenarios can name, each figure with its source.")
final class CatalogCommand implements Callable<Integer> {

  @Parameters(
      arity = "0..1",
      paramLabel = "KIND",
      description = "gpu, link, transceiver, cable, switch, node or model; all if left out.")
  private @Nullable String kind;

  private final Console console;

  CatalogCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Workbench workbench = new Workbench();
    List<Figure> figures = new ArrayList<>(workbench.hardware().figures());
    figures.addAll(workbench.models().figures());
    List<String> kinds = figures.stream().map(Figure::kind).distinct().toList();
    if (kind != null && !kinds.contains(kind)) {
      console.fail("unknown kind \"" + kind + "\". " + Suggestion.sentence(kind, kinds));
      return ExitCode.BAD_INPUT;
    }
    console.result(
        CatalogReport.text(
            figures.stream()
                .filter(figure -> kind == null || figure.kind().equals(kind))
                .toList()));
    return ExitCode.DONE;
  }
}
