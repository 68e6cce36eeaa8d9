package weft.scenario.report;

import java.math.BigDecimal;
import java.math.MathContext;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import weft.topology.analyse.BillItem;
import weft.topology.analyse.BillItem.Part;
import weft.topology.analyse.BillOfMaterials;
import weft.topology.analyse.BillTotal;
import weft.topology.analyse.LengthClass;
import weft.topology.hardware.Sourced;

/** A bill of materials, as parts of {@link TopologyReport}. */
final class BillReport {

  private static final String NONE = "–";
  private static final MathContext DIGITS = new MathContext(9);

  private BillReport() {}

  static String text(BillOfMaterials bill) {
    TextTable table = new TextTable("lrrrr");
    table.row("Bill of materials", "count", "per GPU", "power", "price");
    for (BillItem item : bill.items()) {
      table.row(
          "  " + label(item),
          Format.count(item.count()),
          Format.digits((double) item.count() / bill.gpus()),
          figure(item.totalPower(), "W"),
          figure(item.totalPrice(), "$"));
    }
    BillTotal power = bill.power();
    BillTotal price = bill.price();
    table.row("  all", "", "", total(power, 1, "W"), total(price, 1, "$"));
    table.row(
        "  all, per GPU", "", "", total(power, bill.gpus(), "W"), total(price, bill.gpus(), "$"));
    table.row("  all but the GPUs", "", "", total(bill.networkPower(), 1, "W"), "");
    StringBuilder text = new StringBuilder(table.render());
    missing(text, power, "power");
    missing(text, price, "price");
    if (text.indexOf("*") >= 0) {
      text.append("  * a figure that nobody has verified, or a sum with such a figure in it\n");
    }
    return text.toString();
  }

  private static String label(BillItem item) {
    if (item.part() != Part.CABLE) {
      return item.part() == Part.TRANSCEIVER ? item.name() : item.part().key() + " " + item.name();
    }
    for (LengthClass length : LengthClass.values()) {
      if (length.key().equals(item.size())) {
        return item.name() + ", " + length.label();
      }
    }
    return item.name();
  }

  private static String figure(@Nullable Sourced total, String unit) {
    return total == null ? NONE : marked(total.value(), total.verified(), unit);
  }

  private static String total(BillTotal total, int gpus, String unit) {
    String least = total.missing() > 0 ? "≥ " : "";
    return total.known() == 0 ? NONE : least + marked(total.sum() / gpus, total.verified(), unit);
  }

  /** The blank keeps numbers in line. */
  private static String marked(double value, boolean verified, String unit) {
    return Format.si(value, unit) + (verified ? "  " : " *");
  }

  private static void missing(StringBuilder text, BillTotal total, String figure) {
    if (total.missing() > 0) {
      text.append(
          "  %s without a %s: not in the sums\n"
              .formatted(Format.count(total.missing(), "item"), figure));
    }
  }

  static void json(BillOfMaterials bill, ObjectNode root) {
    BillTotal power = bill.power();
    BillTotal price = bill.price();
    putTotal(root, "powerWatts", power, 1);
    putTotal(root, "powerWattsPerGpu", power, bill.gpus());
    putTotal(root, "networkPowerWatts", bill.networkPower(), 1);
    root.put("powerVerified", power.verified());
    root.put("withoutPower", power.missing());
    putTotal(root, "costUsd", price, 1);
    putTotal(root, "costUsdPerGpu", price, bill.gpus());
    root.put("costVerified", price.verified());
    root.put("withoutPrice", price.missing());
    ArrayNode items = root.putArray("bill");
    for (BillItem item : bill.items()) {
      ObjectNode node = items.addObject();
      node.put("part", item.part().key());
      node.put("name", item.name());
      node.put("size", item.size());
      node.put("count", item.count());
      Json.put(node, "perGpu", (double) item.count() / bill.gpus());
      putFigure(node, "powerWatts", item.totalPower());
      node.put("powerVerified", verified(item.power()));
      putFigure(node, "costUsd", item.totalPrice());
      node.put("costVerified", verified(item.price()));
    }
  }

  private static void putTotal(ObjectNode node, String key, BillTotal total, int gpus) {
    Json.put(node, key, total.known() == 0 ? Double.NaN : total.sum() / gpus);
  }

  private static void putFigure(ObjectNode node, String key, @Nullable Sourced figure) {
    Json.put(node, key, figure == null ? Double.NaN : figure.value());
  }

  private static boolean verified(@Nullable Sourced figure) {
    return figure != null && figure.verified();
  }

  /** A line for each item; a figure that nobody knows is an empty field. */
  static String csv(BillOfMaterials bill) {
    StringBuilder text =
        new StringBuilder("part,name,size,count,powerWatts,powerVerified,costUsd,costVerified\n");
    for (BillItem item : bill.items()) {
      text.append(
          String.join(
              ",",
              item.part().key(),
              item.name(),
              item.size(),
              Long.toString(item.count()),
              field(item.totalPower()),
              Boolean.toString(verified(item.power())),
              field(item.totalPrice()),
              Boolean.toString(verified(item.price()))));
      text.append('\n');
    }
    return text.toString();
  }

  private static String field(@Nullable Sourced figure) {
    return figure == null
        ? ""
        : new BigDecimal(figure.value()).round(DIGITS).stripTrailingZeros().toPlainString();
  }
}
