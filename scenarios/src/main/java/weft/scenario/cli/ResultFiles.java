package weft.scenario.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import weft.scenario.report.CsvReport;
import weft.scenario.report.JsonReport;
import weft.scenario.report.RunReport;
import weft.scenario.report.TextReport;

/** A result in every format, by the name of its file: a partial one never replaces a whole one. */
final class ResultFiles {

  /** All names there are. */
  static final List<String> NAMES =
      List.of(
          "report.txt",
          "result.json",
          "result.csv",
          "report.partial.txt",
          "result.partial.json",
          "result.partial.csv");

  private ResultFiles() {}

  /**
   * The texts.
   *
   * @param onPartDone is called after each
   */
  static Map<String, String> of(RunReport report, boolean timing, Runnable onPartDone) {
    String partial = report.result().complete() ? "" : ".partial";
    Map<String, String> files = new LinkedHashMap<>();
    for (OutputFormat format : OutputFormat.values()) {
      String name = format == OutputFormat.text ? "report" : "result";
      String ending = format == OutputFormat.text ? "txt" : format.name();
      files.put(name + partial + "." + ending, render(report, format, timing));
      onPartDone.run();
    }
    return files;
  }

  static String render(RunReport report, OutputFormat format, boolean timing) {
    return switch (format) {
      case text -> TextReport.render(report);
      case json -> JsonReport.render(report, timing);
      case csv -> CsvReport.render(report);
    };
  }
}
