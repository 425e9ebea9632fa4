// Values of fields as a person reads and types them, and as they are stored. Words are as they are.

// {shown, stored(text) -> {value} or {trouble}, choices: code -> name or null}
function deskValues(data, item) {
  const labels = data.labels;
  const choices = item.field && data.choices[item.field];
  if (choices) {
    return {
      choices,
      show: (value) => choices[value] ?? value,
      store: (text) => {
        const wanted = deskFolded(text);
        const named = deskNamed(choices, text);
        const exact = named.find(([code, name]) => deskFolded(name) === wanted || code === text);
        const [found] = exact ?? (named.length === 1 ? named[0] : [null]);
        return found ? { value: found } : { trouble: labels.no_choice };
      },
    };
  }
  if (item.field === "issue_date") {
    return {
      show: (value) => value.replace(/^(\d{4})-(\d\d)-(\d\d)$/, "$3/$2/$1"),
      store: (text) => {
        const value = deskDate(text);
        return value ? { value } : { trouble: labels.no_date };
      },
    };
  }
  return { show: (value) => value, store: (text) => ({ value: text }) };
}

// Entries of a closed list that a beginning or a part of a name, with or without its marks, may mean.
function deskNamed(choices, text) {
  const wanted = deskFolded(text);
  const found = Object.entries(choices).filter(([, name]) => deskFolded(name).includes(wanted));
  return found.sort(([, a], [, b]) => deskFolded(b).startsWith(wanted) - deskFolded(a).startsWith(wanted));
}

// "5/3/2025", "05-03-2025", "ngày 05 tháng 3 năm 2025" or ISO, as ISO; null where it is no day of the calendar.
function deskDate(text) {
  const numbers = text.trim().split(/\D+/).filter(Boolean);
  if (numbers.length !== 3) return null;
  const [year, month, day] = numbers[0].length === 4 ? numbers : numbers.reverse();
  if (year.length !== 4) return null;
  const value = `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  const known = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(known.getTime()) && known.toISOString().startsWith(value) ? value : null;
}
