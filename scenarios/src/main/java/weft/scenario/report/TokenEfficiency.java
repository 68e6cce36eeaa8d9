package weft.scenario.report;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;
import weft.sim.workload.llm.InferenceFigures;
import weft.topology.analyse.BillItem;
import weft.topology.analyse.BillOfMaterials;
import weft.topology.analyse.BillTotal;
import weft.topology.hardware.Sourced;

/**
 * Tokens a second over what the GPUs in use and as large a part of all else draw and cost, as the
 * bill of materials of the fabric has it: the same GPUs as tokens a second and GPU count.
 *
 * <p>Where the figure of the GPUs is unknown there is no quotient. Where that of something else is,
 * the sum is too small, and so the quotient is the most that it can be.
 */
final class TokenEfficiency {

  private final double tokensPerSecond;
  private final int gpusInUse;
  private final BillOfMaterials bill;

  TokenEfficiency(InferenceFigures figures, BillOfMaterials bill) {
    tokensPerSecond = figures.tokensPerSecond();
    gpusInUse = figures.plan().ranks();
    this.bill = bill;
  }

  /** As items of a line. */
  List<String> items() {
    List<String> items = new ArrayList<>();
    items.add(item(bill.power(), knowsPower(), "W", "W", "power"));
    items.add(item(bill.price(), knowsPrice(), "$", "$ of purchase", "price"));
    return items;
  }

  private String item(BillTotal total, boolean known, String unit, String per, String figure) {
    if (!known) {
      return "tokens/s a %s unknown: no %s of %s".formatted(per, figure, gpus().name());
    }
    return "%s%s tokens/s a %s%s (%s)"
        .formatted(
            total.missing() > 0 ? "at most " : "",
            Format.small(tokensPerSecond / inUse(total)),
            per,
            total.verified() ? "" : " *",
            Format.si(inUse(total), unit));
  }

  /** Sentences on what the sums are of, and on the mark. */
  List<String> remarks() {
    List<String> remarks = new ArrayList<>();
    if (share() < 1) {
      remarks.add(
          "W and $ are those of the %s in use, of %s, and as large a part of the rest."
              .formatted(Format.count(gpusInUse, "GPU"), Format.count(gpus().count())));
    }
    if (knowsPower()) {
      remarks.addAll(missing(BillItem::power, "W"));
    }
    if (knowsPrice()) {
      remarks.addAll(missing(BillItem::price, "$"));
    }
    if (knowsPower() || knowsPrice()) {
      remarks.add("Hosts, their CPUs and NICs, are in neither W nor $.");
    }
    if ((knowsPower() && !bill.power().verified()) || (knowsPrice() && !bill.price().verified())) {
      remarks.add("* of a sum with a figure in it that nobody has verified");
    }
    return remarks;
  }

  /** What a sum leaves out since nobody knows its figure, all of the fabric; nothing if nothing. */
  private List<String> missing(Function<BillItem, @Nullable Sourced> figure, String unit) {
    Map<BillItem.Part, Long> counts = new EnumMap<>(BillItem.Part.class);
    for (BillItem item : bill.items()) {
      if (figure.apply(item) == null) {
        counts.merge(item.part(), item.count(), Long::sum);
      }
    }
    String things =
        counts.entrySet().stream()
            .map(entry -> Format.count(entry.getValue(), word(entry.getKey())))
            .collect(Collectors.joining(", "));
    return things.isEmpty()
        ? List.of()
        : List.of("Not in %s, since the figure is unknown: %s.".formatted(unit, things));
  }

  private static String word(BillItem.Part part) {
    return switch (part) {
      case GPU -> "GPU";
      case SWITCH -> "switch";
      case TRANSCEIVER -> "optical module";
      case ENGINE -> "optical engine";
      case CABLE -> "cable";
    };
  }

  void json(ObjectNode node) {
    Json.put(node, "tokensPerSecondPerWatt", knowsPower() ? perWatt() : Double.NaN);
    Json.put(node, "tokensPerSecondPerUsd", knowsPrice() ? perDollar() : Double.NaN);
    BillTotal power = bill.power();
    BillTotal price = bill.price();
    Json.put(node, "powerWatts", power.known() == 0 ? Double.NaN : power.sum());
    node.put("powerVerified", power.verified());
    node.put("withoutPower", power.missing());
    Json.put(node, "costUsd", price.known() == 0 ? Double.NaN : price.sum());
    node.put("costVerified", price.verified());
    node.put("withoutPrice", price.missing());
  }

  void csv(CsvFigures csv) {
    if (knowsPower()) {
      csv.row("inference", bound(bill.power()), "tokens-per-watt", perWatt(), "1/s/W");
    }
    if (knowsPrice()) {
      csv.row("inference", bound(bill.price()), "tokens-per-usd", perDollar(), "1/s/USD");
    }
  }

  private double perWatt() {
    return tokensPerSecond / inUse(bill.power());
  }

  private double perDollar() {
    return tokensPerSecond / inUse(bill.price());
  }

  private double inUse(BillTotal total) {
    return total.sum() * share();
  }

  private double share() {
    return (double) gpusInUse / gpus().count();
  }

  private static String bound(BillTotal total) {
    return total.missing() > 0 ? "at most" : "";
  }

  private boolean knowsPower() {
    return gpus().power() != null;
  }

  private boolean knowsPrice() {
    return gpus().price() != null;
  }

  private BillItem gpus() {
    return bill.items().stream()
        .filter(item -> item.part() == BillItem.Part.GPU)
        .findFirst()
        .orElseThrow();
  }
}
