package weft.scenario.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import weft.sim.metrics.FlowStory;
import weft.sim.metrics.TierHold;
import weft.sim.run.FlowStories;

/** What became of single flows of a list, as parts of an explanation. */
final class FlowStoriesReport {

  private FlowStoriesReport() {}

  /**
   * For people.
   *
   * @param name of a flow
   * @param rest what is called what neither bytes nor latency took
   */
  static String text(FlowStories stories, IntFunction<String> name, String rest) {
    StringBuilder text = new StringBuilder("\nWhich flows end last");
    if (stories.endTogether() > stories.last().size()) {
      text.append(" (").append(Format.count(stories.endTogether())).append(" at the same time)");
    }
    text.append('\n');
    stories.last().forEach(one -> text.append(paragraph(one, name, rest)));
    if (!stories.last().containsAll(stories.slowest())) {
      text.append("\nWhich flows take longest against being alone\n");
      stories.slowest().forEach(one -> text.append(paragraph(one, name, rest)));
    }
    return text.toString();
  }

  private static String paragraph(FlowStory story, IntFunction<String> name, String rest) {
    return Paragraph.words(
        "  -",
        5,
        "%s, at %s: %s, %s times as long as alone. %s.%s"
            .formatted(
                name.apply(story.flow()),
                Format.time((double) story.endPs()),
                Format.time((double) story.timePs()),
                Format.digits(story.slowdown()),
                parts(story, rest),
                bound(story)));
  }

  private static String parts(FlowStory story, String rest) {
    List<String> parts = new ArrayList<>();
    add(parts, "serialization", story.serializationPs());
    add(parts, "its own rate cap", story.rateCapPs());
    add(parts, "latency", story.latencyPs());
    add(parts, rest, story.queueingPs());
    return String.join(", ", parts);
  }

  private static void add(List<String> parts, String what, long timePs) {
    if (timePs > 0) {
      String time = Format.time((double) timePs);
      parts.add((parts.isEmpty() ? Format.capital(what) : what) + " " + time);
    }
  }

  private static String bound(FlowStory story) {
    boolean isCapped = story.link().isEmpty() && story.heldPs() > 0;
    if (story.link().isEmpty() && !isCapped) {
      return "";
    }
    return " Its rate was limited by %s%s."
        .formatted(
            isCapped ? "its own rate cap" : story.link() + " (" + story.label() + ")",
            story.heldPs() > 0 ? " for " + Format.time((double) story.heldPs()) : "");
  }

  /** For programs. */
  static void json(ObjectNode root, @Nullable FlowStories stories, List<String> ids) {
    if (stories == null) {
      root.putNull("flows");
      return;
    }
    ObjectNode node = root.putObject("flows");
    node.put("endTogether", stories.endTogether());
    put(node.putArray("last"), stories.last(), ids);
    put(node.putArray("slowest"), stories.slowest(), ids);
  }

  private static void put(ArrayNode array, List<FlowStory> stories, List<String> ids) {
    for (FlowStory story : stories) {
      ObjectNode node = array.addObject();
      node.put("flow", story.flow());
      node.put("id", ids.get(story.flow()));
      Json.put(node, "startSeconds", story.startPs() / Format.PS);
      Json.put(node, "endSeconds", story.endPs() / Format.PS);
      Json.put(node, "slowdown", story.slowdown());
      Json.put(node, "serializationSeconds", story.serializationPs() / Format.PS);
      Json.put(node, "rateCapSeconds", story.rateCapPs() / Format.PS);
      Json.put(node, "latencySeconds", story.latencyPs() / Format.PS);
      Json.put(node, "queueingSeconds", story.queueingPs() / Format.PS);
      node.put("tier", story.tier().isEmpty() ? TierHold.RATE_CAP : story.tier());
      node.put("link", story.link().isEmpty() ? null : story.link());
      Json.put(node, "heldSeconds", story.heldPs() / Format.PS);
    }
  }

  /** One figure a row. */
  static void csv(FlowStories stories, List<String> ids, CsvFigures csv) {
    put(csv, "last-flow", stories.last(), ids);
    put(csv, "slowest-flow", stories.slowest(), ids);
  }

  private static void put(CsvFigures csv, String kind, List<FlowStory> stories, List<String> ids) {
    for (FlowStory story : stories) {
      String id = ids.get(story.flow());
      csv.row(kind, id, "end", story.endPs() / Format.PS, "s");
      csv.row(kind, id, "time", story.timePs() / Format.PS, "s");
      csv.row(kind, id, "slowdown", story.slowdown(), "1");
      csv.row(kind, id, "serialization", story.serializationPs() / Format.PS, "s");
      csv.row(kind, id, TierHold.RATE_CAP, story.rateCapPs() / Format.PS, "s");
      csv.row(kind, id, "latency", story.latencyPs() / Format.PS, "s");
      csv.row(kind, id, "queueing", story.queueingPs() / Format.PS, "s");
      csv.row(kind, id, "held", story.heldPs() / Format.PS, "s");
    }
  }
}
